-- Since when nothing is free in any batch, as allocation-service says; null while something is.
alter table product_view add column out_of_stock_since timestamptz;

-- The number of the product's last change among the changes of all products. Numbers are given out
-- under a lock that is held until the commit, so they become visible in their order.
alter table product_view add column changed bigint;
update product_view
set changed = numbered.changed
from (select sku, row_number() over (order by sku) as changed from product_view) as numbered
where product_view.sku = numbered.sku;
alter table product_view alter column changed set not null;
create unique index product_view_changed on product_view (changed);

alter table comparison add column changes bigint not null default 0;
update comparison set changes = (select count(*) from product_view);
