-- Requests to send again what the broker had confirmed, after allocation-service's database was restored to
-- an earlier point. How far a request has come is kept, so that a crash only interrupts it.

create table resending (
    id         uuid        primary key,
    asked_at   timestamptz not null default now(),
    who        text        not null check (who <> ''),
    reason     text        not null check (reason <> ''),
    since      timestamptz not null,
    -- how far it has come; batches first, because lines need them
    batchref   text collate "C" not null default '',
    shop       text collate "C" not null default '',
    number     text collate "C" not null default '',
    batches    bigint      not null default 0,
    orders     bigint      not null default 0,
    batches_at timestamptz,
    orders_at  timestamptz
);

comment on column resending.batches_at is 'when all batches that are to be sent again were found; likewise orders_at';

create index resending_open on resending (asked_at) where orders_at is null;
