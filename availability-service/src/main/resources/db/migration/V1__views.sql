-- What this service knows about each product, told by allocation-service's events and snapshot.
-- Identifiers compare by code point, as they do in Java and in allocation-service.

create table product_view (
  sku text collate "C" primary key,
  -- The last event of the product that is contained.
  sequence bigint not null check (sequence >= 0),
  -- The highest sequence an event was seen with; higher than sequence: something is missing.
  heard bigint not null check (heard >= sequence),
  -- When the last contained event happened, or when the snapshot was taken.
  as_of timestamptz not null,
  -- Counts the writes of this row, so that of two writers at once only one succeeds.
  version bigint not null
);

-- Normally empty: the products whose snapshot has to be fetched.
create index product_view_behind on product_view (sku) where heard > sequence;

create table batch_view (
  sku text collate "C" not null references product_view (sku),
  batchref text collate "C" not null,
  -- The day it is expected; null: it is in the warehouse.
  eta date,
  -- Free units.
  available integer not null check (available >= 0),
  primary key (sku, batchref)
);

-- One row about the views as a whole.
create table comparison (
  id integer primary key check (id = 1),
  -- When the last complete comparison with the snapshot was begun; null: views may be missing.
  compared_at timestamptz
);

insert into comparison (id) values (1);
