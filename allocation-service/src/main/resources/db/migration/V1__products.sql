-- A product is one SKU's row here: the lock that every change takes, and the number of its last event. The fill factor,
-- here and below, leaves room for the next versions of a row beside it.
create table product (
  sku text collate "C" primary key check (octet_length(sku) between 1 and 255),
  -- 0 while only commands that wait for its first batch have named it
  sequence bigint not null default 0 check (sequence >= 0),
  out_of_stock_since timestamptz
) with (fillfactor = 70);

create table batch (
  sku text collate "C" not null references product,
  batchref text collate "C" not null check (octet_length(batchref) between 1 and 255),
  -- what it was created with: a repeated creation is compared with these
  original_qty integer not null check (original_qty >= 0),
  original_eta date,
  qty integer not null check (qty >= 0),
  eta date,
  -- the highest revisions that changes of its quantity and of its ETA came with
  quantity_revision bigint check (quantity_revision >= 0),
  eta_revision bigint check (eta_revision >= 0),
  -- the sum of its allocations, kept by triggers; never more than was purchased
  allocated integer not null default 0,
  -- An allocation changes a batch's total, and a column that an index names, in its predicate too, makes PostgreSQL write
  -- all the row's index entries again. Whether a batch is open changes far less often.
  is_open boolean not null generated always as (allocated < qty) stored,
  primary key (sku, batchref),
  constraint batch_never_oversold check (allocated between 0 and qty)
) with (fillfactor = 70);

create index batch_open on batch (sku) where is_open;

-- Batches on their way by day: finds those whose day has passed.
create index batch_on_its_way on batch (eta, batchref) where eta is not null and qty > 0;

-- A reference names one batch among those of all products. It is distributed by itself, so it has
-- no foreign key to a product table.
create table batch_reference (
  batchref text collate "C" primary key,
  -- null while only commands that wait for the batch have named it
  sku text collate "C"
);

create table order_line (
  orderid text collate "C" not null check (octet_length(orderid) between 1 and 255),
  sku text collate "C" not null references product,
  lineid text collate "C" not null check (octet_length(lineid) <= 255),
  -- the three registers of a line: what was wanted, its cancellation and its despatch, each with its revision
  qty integer check (qty >= 1),
  wanted_revision bigint check (wanted_revision >= 0),
  cancelled_revision bigint check (cancelled_revision >= 0),
  despatched_revision bigint check (despatched_revision >= 0),
  -- the product's sequence when it was first placed: its turn among the backordered
  arrival bigint check (arrival >= 1),
  state text not null check (state in ('ALLOCATED', 'BACKORDERED', 'CANCELLED', 'DESPATCHED')),
  primary key (orderid, sku, lineid),
  check ((qty is null) = (wanted_revision is null)),
  check ((qty is null) = (arrival is null)),
  constraint order_line_state_follows_registers check (
    (state = 'CANCELLED') = (
      cancelled_revision is not null
      and cancelled_revision >= coalesce(wanted_revision, 0)
      and cancelled_revision > coalesce(despatched_revision, -1)
    )
    and (state <> 'DESPATCHED' or despatched_revision is not null)
    and (state <> 'ALLOCATED' or despatched_revision is null)
  ),
  -- a despatch is final: nothing newer is taken
  check (greatest(wanted_revision, cancelled_revision) <= despatched_revision)
);

create index order_line_backlog on order_line (sku, arrival) where state = 'BACKORDERED';

-- A line and where its units are, are two things. One row per line: none is allocated twice.
create table allocation (
  orderid text collate "C" not null,
  sku text collate "C" not null,
  lineid text collate "C" not null,
  batchref text collate "C" not null,
  qty integer not null check (qty >= 1),
  -- the product's sequence when it was made: the latest is taken out first
  sequence bigint not null check (sequence >= 1),
  primary key (orderid, sku, lineid),
  foreign key (orderid, sku, lineid) references order_line,
  foreign key (sku, batchref) references batch
);

create index allocation_of_batch on allocation (sku, batchref, sequence);

-- batch.allocated is written here and nowhere else, so that the check "never oversold" holds for the
-- allocations themselves, whoever writes them. Per statement: a group of lines costs one update.
create function add_allocations() returns trigger language plpgsql as $$
begin
  update batch
  set allocated = batch.allocated + added.qty
  from (select sku, batchref, sum(qty) as qty from added_rows group by sku, batchref) added
  where batch.sku = added.sku and batch.batchref = added.batchref;
  return null;
end $$;

create function subtract_allocations() returns trigger language plpgsql as $$
begin
  update batch
  set allocated = batch.allocated - removed.qty
  from (select sku, batchref, sum(qty) as qty from removed_rows group by sku, batchref) removed
  where batch.sku = removed.sku and batch.batchref = removed.batchref;
  return null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are inserted and deleted, never changed', tg_table_name;
end $$;

create trigger allocation_added after insert on allocation
referencing new table as added_rows for each statement execute function add_allocations();

create trigger allocation_removed after delete on allocation
referencing old table as removed_rows for each statement execute function subtract_allocations();

create trigger allocation_changed before update or truncate on allocation
for each statement execute function refuse_change();
