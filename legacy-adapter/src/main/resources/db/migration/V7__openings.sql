-- Opening stock: the lists of all stock that were imported, with their outcome. The rows of a list are kept
-- until the shop's next one.

create table stock_opening (
    id           bigint           generated always as identity primary key,
    shop         text collate "C" not null,
    source       text             not null,
    begun_at     timestamptz      not null default now(),
    ended_at     timestamptz,
    changed      bigint           not null default 0,
    unchanged    bigint           not null default 0,
    overruled    bigint           not null default 0,
    not_followed bigint           not null default 0,
    refused      bigint           not null default 0
);

create table stock_opening_row (
    opening  bigint           not null references stock_opening,
    line     bigint           not null,
    batchref text collate "C" not null,
    sku      text collate "C" not null,
    qty      integer          not null,
    eta      date,
    primary key (opening, sku, batchref, line)
);

create table stock_opening_defect (
    opening  bigint not null references stock_opening,
    line     bigint not null,
    field    text   not null,
    reason   text   not null,
    batchref text,
    sku      text,
    primary key (opening, line)
);

-- What comparing a list with the ledger and with allocation-service found.
create table stock_reconciliation (
    opening      bigint      not null references stock_opening,
    at           timestamptz not null,
    listed       bigint      not null,
    listed_units bigint      not null,
    sent         bigint      not null,
    sent_units   bigint      not null,
    held         bigint      not null,
    held_units   bigint      not null,
    others       bigint      not null,
    different    bigint      not null,
    primary key (opening, at)
);
