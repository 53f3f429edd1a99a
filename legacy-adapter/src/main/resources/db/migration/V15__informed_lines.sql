-- What sources are informed of without being told: goods that leave for our lines are booked by a source that books
-- our despatches, so its figure falls by them.

-- A register for each line, written with its despatch or with the event that says which batch it holds. It is not
-- a counter: nobody has to wait for the stock of the source, and what comes again changes nothing.
create table informed_line (
    source  text collate "C" not null,
    sku     text collate "C" not null,
    orderid text collate "C" not null,
    lineid  text collate "C" not null,
    units   integer          not null check (units >= 0),
    taken   integer          not null default 0 check (taken >= 0),
    primary key (source, sku, orderid, lineid)
);

comment on column informed_line.orderid is 'as it is on the wire: of an old order, shop and number; other teams'' lines are among these';
comment on column informed_line.units is 'despatched units that the line held in the batch of the source''s figures';
comment on column informed_line.taken is 'how many of them are in source_stock by now, pending or not counted any more';

-- Small at all times: what was despatched since the source last reported the SKU.
create index informed_line_untaken on informed_line (source, sku) where taken <> units;

alter table source_stock
    add column changes bigint not null default 0,
    add column looked  bigint not null default 0;

comment on column source_stock.changes is 'how often lines have given units of the SKU back';
comment on column source_stock.looked is 'after which of these it was last looked how many they hold';

create index source_stock_unlooked on source_stock (source, sku) where looked < changes;
create index source_stock_to_give_back on source_stock (source, sku) where to_give_back > 0;

-- Who had a source give units back.
create table given_back (
    id      bigint           generated always as identity primary key,
    source  text collate "C" not null,
    sku     text collate "C" not null,
    units   bigint           not null check (units > 0),
    done_by text             not null,
    reason  text             not null,
    done_at timestamptz      not null default now()
);
