-- What this service knows about each product, from allocation-service's events and snapshot.
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
  version bigint not null,
  -- Since when nothing is free in any batch, as allocation-service says; null while something is.
  out_of_stock_since timestamptz,
  -- The number of the product's last change among the changes of all products. Numbers are given out
  -- under a lock that is held until the commit, so they become visible in their order.
  changed bigint not null
);

-- Normally empty: the products whose snapshot has to be fetched.
create index product_view_behind on product_view (sku) where heard > sequence;

create unique index product_view_changed on product_view (changed);

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
  compared_at timestamptz,
  -- The number of the last change of a view.
  changes bigint not null default 0
);

insert into comparison (id) values (1);
