-- What could not be translated, with the call it came in. A call is kept once, however many of its
-- lines wait.

create table quarantine_document (
    sha256      bytea       primary key,
    xml         bytea       not null,
    received_at timestamptz not null
);

create table quarantine_entry (
    id          bigint           generated always as identity primary key,
    fingerprint bytea            not null unique,
    shop        text collate "C" not null,
    number      text collate "C",
    sku         text,
    lineid      text,
    qty         text,
    reason      text             not null,
    feed        text             not null,
    correlation text             not null,
    document    bytea            not null references quarantine_document,
    received_at timestamptz      not null
);

comment on column quarantine_entry.fingerprint is 'what is refused and why: the same thing shown again is not recorded again';
comment on column quarantine_entry.number is 'null when the call names no order that can be one';
comment on column quarantine_entry.qty is 'as written by the shop';

create index quarantine_entry_order on quarantine_entry (shop, number);
