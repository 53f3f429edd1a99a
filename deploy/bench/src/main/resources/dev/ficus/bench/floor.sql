-- The least that allocating durably takes: the same rows as allocation-service's, without its rules.
drop table if exists product, batch, order_line, allocation, outbox;

create table product (sku text collate "C" primary key, sequence bigint not null default 0);

create table batch (
  sku text collate "C" not null,
  batchref text collate "C" not null,
  qty integer not null,
  eta date,
  allocated integer not null default 0 check (allocated between 0 and qty),
  primary key (sku, batchref)
);

create table order_line (
  orderid text collate "C" not null,
  sku text collate "C" not null,
  qty integer not null,
  primary key (orderid, sku)
);

create table allocation (
  orderid text collate "C" not null,
  sku text collate "C" not null,
  batchref text collate "C" not null,
  qty integer not null,
  primary key (orderid, sku)
);

create table outbox (
  subject text collate "C" not null,
  sequence bigint not null,
  type text not null,
  body text not null,
  occurred_at timestamptz not null default now(),
  primary key (subject, sequence)
);

insert into product (sku) select 'sku-' || number from generate_series(1, 1000) number;
insert into batch (sku, batchref, qty) select sku, sku || '-batch', 1000000000 from product;

create or replace function allocate(wanted_sku text, wanted_order text) returns void language plpgsql as $$
declare
  chosen text;
begin
  perform 1 from product where sku = wanted_sku for no key update;
  select batchref into strict chosen from batch
  where sku = wanted_sku and qty - allocated >= 1 order by eta nulls first, batchref limit 1;
  insert into order_line values (wanted_order, wanted_sku, 1);
  insert into allocation values (wanted_order, wanted_sku, chosen, 1);
  update batch set allocated = allocated + 1 where sku = wanted_sku and batchref = chosen;
  insert into outbox (subject, sequence, type, body)
  select sku, sequence + 1, 'line_allocated',
    format('{"orderid":"%s","sku":"%s","qty":1,"batchref":"%s"}', wanted_order, sku, chosen)
  from product where sku = wanted_sku;
  update product set sequence = sequence + 1 where sku = wanted_sku;
end $$;

create or replace function allocate_all(wanted_skus text[], wanted_orders text[]) returns void language plpgsql as $$
begin
  perform 1 from product where sku = any (wanted_skus) order by sku for no key update;
  with asked as (
    select sku, orderid, row_number() over (partition by sku) as turn
    from unnest(wanted_skus, wanted_orders) as line (sku, orderid)
  ), counted as (
    select sku, count(*)::integer as lines from asked group by sku
  ), chosen as (
    select distinct on (sku) sku, batchref from batch
    where sku = any (wanted_skus) and allocated < qty order by sku, eta nulls first, batchref
  ), placed as (
    insert into order_line select orderid, sku, 1 from asked
  ), held as (
    insert into allocation select orderid, sku, batchref, 1 from asked join chosen using (sku)
  ), totals as (
    update batch set allocated = allocated + counted.lines
    from counted join chosen using (sku)
    where batch.sku = counted.sku and batch.batchref = chosen.batchref
  ), events as (
    insert into outbox (subject, sequence, type, body)
    select sku, sequence + turn, 'line_allocated',
      format('{"orderid":"%s","sku":"%s","qty":1,"batchref":"%s"}', orderid, sku, batchref)
    from asked join product using (sku) join chosen using (sku)
  )
  update product set sequence = sequence + counted.lines from counted where product.sku = counted.sku;
end $$;
