-- Two things that a route alone does not say: that this database was restored to an earlier point, so that its routes are
-- older than those that allocation-service knows; and that the stock of a SKU is kept by us, for good.

-- Found by comparison with allocation-service's registers of which products are open. While there is any, nothing that is
-- first seen is decided. Empty nearly always; it is looked at in each transaction that writes lines.
create table older_route (
    sku      text collate "C" primary key,
    open     boolean          not null,
    revision integer          not null check (revision > 0),
    found_at timestamptz      not null default now()
);

comment on column older_route.revision is 'of the register in allocation-service, which is a newer epoch than that of the SKU here';

-- Routes that somebody has adopted from there; kept for good.
create table adopted_route (
    sku        text collate "C" not null,
    epoch      integer          not null,
    from_route text             not null check (from_route in ('legacy', 'new')),
    from_epoch integer          not null check (from_epoch < epoch),
    to_route   text             not null check (to_route in ('legacy', 'new')),
    done_by    text             not null,
    reason     text             not null,
    at         timestamptz      not null default now(),
    primary key (sku, epoch)
);

-- Why nothing begins: somebody has halted it, or the routes are older ones.
create view strangling_halted as
select 'halt' as cause from strangling_halt
union all
select 'older_routes' from older_route;

alter table routing add column lines_above integer not null default 0 check (lines_above >= 0);

comment on column routing.lines_above is 'revisions of lines are above it from now on: allocation-service has seen those up to it, and they may have been given since the backup';

alter table sku_route add column kept_since timestamptz;

comment on column sku_route.kept_since is 'since when we keep its stock: what the monolith reports of it changes nothing, and it does not go back';

create or replace function sku_route_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.epoch <> old.epoch + (case when new.route = old.route then 0 else 1 end)
       and not exists (select from adopted_route
                       where sku = new.sku and epoch = new.epoch and from_epoch = old.epoch and to_route = new.route)
    then
        raise exception 'the epoch of % is the number of changes of its route', old.sku;
    end if;
    if old.kept_since is not null and (new.route <> old.route or new.kept_since is null) then
        raise exception 'the stock of % is kept by us, so its route stays', old.sku;
    end if;
    return new;
end
$$;

create function kept_sku_stays() returns trigger language plpgsql as
$$
begin
    if old.kept_since is not null then
        raise exception 'the stock of % is kept by us, so it stays in its wave', old.sku;
    end if;
    return old;
end
$$;

create trigger kept_sku_stays before delete on sku_route
    for each row execute function kept_sku_stays();
