-- Whether a product promises units. While it is closed nothing new is promised; what nobody has opened or closed is open.
alter table product
  add column closed boolean not null default false,
  -- the highest revision that opened or closed it; null while nobody has
  add column opening_revision bigint check (opening_revision >= 0),
  add constraint product_closed_by_a_revision check (not closed or opening_revision is not null);
