-- The ledger of stock: what the monolith last reported of every batch. Their revisions come from here and
-- nowhere else.

create table ledger_batch (
    batchref     text collate "C" primary key,
    shop         text collate "C" not null,
    sku          text collate "C" not null,
    figure       boolean          not null,
    original_qty integer          not null,
    original_eta date,
    qty          integer          not null,
    qty_revision integer          not null,
    eta          date,
    eta_revision integer          not null,
    revision     integer          not null generated always as (greatest(qty_revision, eta_revision)) stored,
    confirmed    integer          not null default 0,
    called       bigint           not null,
    correlation  text             not null,
    changed_at   timestamptz      not null default now(),
    qty_said     bigint           not null default 0,
    eta_said     bigint           not null default 0,
    check (octet_length(batchref) between 1 and 255),
    check (octet_length(sku) between 1 and 255),
    check (original_qty >= 0 and qty >= 0),
    check (qty_revision >= 1 and eta_revision >= 1)
);

comment on column ledger_batch.shop is 'the shop it was first reported for';
comment on column ledger_batch.figure is 'it holds the stock figure of the shop''s SKU, and has no reference of the monolith''s';
comment on column ledger_batch.original_qty is 'the quantity it was created with: the creation is sent again as it was';
comment on column ledger_batch.confirmed is 'the broker has confirmed the commands of the revisions up to this one';
comment on column ledger_batch.called is 'the number of the last call that reported it; 0 when only opening stock has';
comment on column ledger_batch.qty_said is 'the number of the last call that reported its quantity, or the one at the time when the opening list was asked for; 0 for a list of unknown age';
comment on column ledger_batch.eta_said is 'the same of its day';

create index ledger_batch_sku on ledger_batch (sku, batchref);
-- Small at all times: only what is under way or was left by a crash.
create index ledger_batch_unconfirmed on ledger_batch (changed_at) where confirmed < revision;

create sequence ledger_batch_call;

comment on sequence ledger_batch_call is 'numbers the reports of stock, in the order in which they are written down';

-- The rules of a batch's registers, held here too. What was confirmed may be asked for once more, from the
-- beginning; otherwise it never falls.
create function ledger_batch_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.qty_revision < old.qty_revision or new.eta_revision < old.eta_revision
        or (new.confirmed < old.confirmed and new.confirmed <> 0) then
        raise exception 'revision of batch % falls', old.batchref;
    end if;
    if new.sku <> old.sku or new.figure <> old.figure or new.original_qty <> old.original_qty
        or new.original_eta is distinct from old.original_eta then
        raise exception 'batch % is created a second time', old.batchref;
    end if;
    return new;
end
$$;

create trigger ledger_batch_rules before update on ledger_batch
    for each row execute function ledger_batch_keeps_its_rules();
