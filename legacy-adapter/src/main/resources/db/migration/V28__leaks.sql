-- Leaks: movements of the monolith's figures of SKUs that are ours, which nothing explains. What a figure does is noted
-- with the figure; what explains it is found out afterwards, in the order in which it was reported.

create table figure_movement (
    sku           text collate "C" not null,
    id            bigint           not null generated always as identity,
    source        text collate "C" not null,
    epoch         integer          not null check (epoch > 0),
    wave          text collate "C" not null,
    at            timestamptz      not null default clock_timestamp(),
    figure_before bigint           not null,
    figure        bigint           not null,
    told          bigint           not null check (told >= 0),
    looked_at     timestamptz,
    placed        bigint           not null default 0 check (placed >= 0),
    served        bigint           not null default 0 check (served >= 0),
    released      bigint           not null default 0 check (released >= 0),
    received      bigint           not null default 0 check (received >= 0),
    leaked        bigint           not null default 0 check (leaked >= 0),
    settled_at    timestamptz,
    settled_by    text check (settled_by <> ''),
    settled_for   text check (settled_for <> ''),
    primary key (sku, id),
    check (looked_at is null or figure - figure_before = released + received - told - placed - served - leaked),
    check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (settled_for is null)),
    check (settled_at is null or leaked > 0)
);

comment on column figure_movement.figure is 'as it was reported; the same as before where it was reported again';
comment on column figure_movement.told is 'units of which the source had been informed, and which it has counted out now';
comment on column figure_movement.looked_at is 'when it was looked what explains it; null while it waits for that';
comment on column figure_movement.placed is 'units that its own lines have taken, first seen or changed; likewise the next two';
comment on column figure_movement.served is 'units of its lines that waited for stock';
comment on column figure_movement.released is 'units that its lines have given back';
comment on column figure_movement.received is 'units that have come in';
comment on column figure_movement.leaked is 'units that nothing explains: somebody has sold them through another door';

create index figure_movement_unlooked on figure_movement (id) where looked_at is null;
create index figure_movement_leaks on figure_movement (id) where leaked > 0;
create index figure_movement_unsettled on figure_movement (sku) where leaked > 0 and settled_at is null;
create index figure_movement_explained on figure_movement (at) where leaked = 0;

-- The monolith's open lines of SKUs that are ours, as they were when it was last looked: those that it had when the
-- routes changed are written with the switch, so that no change of them is missed.
create table watched_line (
    sku     text collate "C" not null,
    shop    text collate "C" not null,
    number  text collate "C" not null,
    lineid  text collate "C" not null,
    units   integer          not null check (units > 0),
    stock   text             not null check (stock in ('counted', 'waits', 'unknown')),
    primary key (sku, shop, number, lineid)
);

comment on column watched_line.stock is 'counted: the figure has its units no longer; waits: it has no stock yet; unknown: the monolith has not said';

-- What may still make a figure fall without a leak.
create table stock_watch (
    sku      text collate "C" not null,
    source   text collate "C" not null,
    placed   bigint           not null check (placed >= 0),
    released bigint           not null check (released >= 0),
    served   bigint           not null check (served >= 0),
    risen    boolean          not null,
    rests_at timestamptz      not null,
    primary key (sku, source)
);

comment on column stock_watch.placed is 'units that changed lines may still take from the figure; released: that they may still give back';
comment on column stock_watch.served is 'units of lines that may have waited and were explained as served';
comment on column stock_watch.risen is 'whether the figure has risen, so that lines that wait may be served';
comment on column stock_watch.rests_at is 'what is reported after it shows all that had changed before';

-- Of what was cut over before this release.
insert into watched_line (sku, shop, number, lineid, units, stock)
select sku, shop, number, lineid, qty, 'unknown'
from sku_route join ledger_line using (sku)
where route = 'new' and sku_route.epoch > 0 and owner = 'monolith' and state = 'ordered';
