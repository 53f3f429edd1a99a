-- Routes: which SKUs the monolith fulfils (legacy), and which we do (new). There is no other truth, and no copy
-- is kept for longer than a transaction.

create table routing (
    only_row      boolean     primary key default true check (only_row),
    default_route text        not null check (default_route in ('legacy', 'new')),
    since         timestamptz not null default now()
);

comment on column routing.default_route is 'of each SKU that has no row in sku_route; stored at the first start, for good';

create table wave (
    name       text collate "C" primary key,
    created_at timestamptz      not null default now(),
    changed_at timestamptz      not null default now(),
    check (octet_length(name) between 1 and 255)
);

create table sku_route (
    sku        text collate "C" primary key,
    route      text             not null,
    epoch      integer          not null default 0,
    wave       text collate "C" not null references wave,
    changed_at timestamptz      not null default now(),
    check (octet_length(sku) between 1 and 255),
    check (route in ('legacy', 'new')),
    check (epoch >= 0)
);

comment on column sku_route.epoch is 'how often the route has changed';

create index sku_route_wave on sku_route (wave, sku);
-- Whether there are any, asked in each transaction that writes lines.
create index sku_route_legacy on sku_route (sku) where route = 'legacy';
create index sku_route_new on sku_route (sku) where route = 'new';

create function sku_route_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.epoch <> old.epoch + (case when new.route = old.route then 0 else 1 end) then
        raise exception 'the epoch of % is the number of changes of its route', old.sku;
    end if;
    return new;
end
$$;

create trigger sku_route_rules before update on sku_route
    for each row execute function sku_route_keeps_its_rules();

-- The monolith's lines: those that are open still hold it. It costs nothing where all lines are ours.
create index ledger_line_monolith on ledger_line (sku, state) where owner = 'monolith';

alter table ledger_order add column refused text;

comment on column ledger_order.refused is 'who owns what could not be translated when it was first received: owner, SKU and line id with tabs between, one a line; null for nothing';
