-- What could not be translated, with the call it came in. A call is kept once, however many entries it has.
-- An entry is redriven or discarded, and who did so is written down.

create table quarantine_document (
    sha256      bytea       primary key,
    xml         bytea       not null,
    received_at timestamptz not null
);

create index quarantine_document_age on quarantine_document (received_at);

create table quarantine_entry (
    id           bigint           generated always as identity primary key,
    fingerprint  bytea            not null unique,
    shop         text collate "C" not null,
    number       text collate "C",
    sku          text,
    lineid       text,
    qty          text,
    reason       text             not null,
    feed         text             not null,
    correlation  text             not null,
    document     bytea            references quarantine_document,
    received_at  timestamptz      not null,
    state        text             not null default 'waiting' check (state in ('waiting', 'redriven', 'discarded')),
    place        integer          not null default -1,
    image        text,
    holds        boolean          not null default false,
    seen         integer          not null default 1,
    last_seen_at timestamptz      not null default now(),
    settled_at   timestamptz,
    called       bigint           not null default 0,
    within       text,
    subject      text             not null check (subject in ('order', 'line', 'stock')),
    check ((state = 'waiting') = (settled_at is null))
);

comment on column quarantine_entry.fingerprint is 'what is refused and why: the same thing received again is counted, not recorded again';
comment on column quarantine_entry.number is 'null when the call names no order that can be one';
comment on column quarantine_entry.qty is 'as written by the shop';
comment on column quarantine_entry.document is 'the call in which it was last received with other content around it; null once that is deleted';
comment on column quarantine_entry.place is 'which line of the order it is, counted from 0; -1 for the order as a whole';
comment on column quarantine_entry.image is 'the order in that call, as ledger_order.image has it: as long as the two are equal nothing later is known';
comment on column quarantine_entry.holds is 'while it waits, so do the commands of its order';
comment on column quarantine_entry.called is 'the number of the report of stock (ledger_batch_call) when it was last received; 0 for orders';
comment on column quarantine_entry.within is 'which of the calls within the call it is: empty for the call itself, 2 for the third in it, 2.0 for the first in that; null where the order is found by its number';

-- What is counted, what an order waits for, and what is old enough to be deleted.
create index quarantine_entry_order on quarantine_entry (shop, number);
create index quarantine_entry_waiting on quarantine_entry (reason, received_at) where state = 'waiting';
create index quarantine_entry_unsettled on quarantine_entry (last_seen_at) where state = 'waiting' and document is not null;
create index quarantine_entry_settled on quarantine_entry (settled_at) where state <> 'waiting' and document is not null;
create index quarantine_entry_document on quarantine_entry (document);

create table quarantine_action (
    id      bigint      generated always as identity primary key,
    entry   bigint      not null references quarantine_entry,
    done_at timestamptz not null default now(),
    done_by text        not null,
    action  text        not null,
    why     text        not null,
    outcome text        not null,
    detail  text
);

comment on table quarantine_action is 'kept for good, also when the call itself is deleted';
comment on column quarantine_action.detail is 'why it had that outcome; nothing of the call''s content';

create index quarantine_action_entry on quarantine_action (entry);
