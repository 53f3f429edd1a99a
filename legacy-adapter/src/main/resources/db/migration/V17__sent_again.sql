-- Requests to send again what the broker had confirmed, after allocation-service's database was
-- restored to an earlier point. Going through the ledger is kept, so that a crash only interrupts it.
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

create index ledger_order_held on ledger_order (changed_at) where confirmed < changes and held;

-- What was confirmed may be asked for once more, from the beginning; otherwise it never falls.
create or replace function ledger_batch_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.qty_revision < old.qty_revision or new.eta_revision < old.eta_revision
        or (new.confirmed < old.confirmed and new.confirmed <> 0) then
        raise exception 'revision of batch % falls', old.batchref;
    end if;
    if new.sku <> old.sku or new.figure <> old.figure or new.original_qty <> old.original_qty
        or new.original_eta is distinct from old.original_eta then
        raise exception 'batch % is created anew', old.batchref;
    end if;
    return new;
end
$$;
