-- Where allocation has placed a line, as its events say, and what each shop was told of its stock.
alter table ledger_line
    add column placed         integer,
    add column placement      text check (placement in ('allocated', 'backordered', 'cancelled', 'despatched')),
    add column placed_in      text collate "C",
    add column expected       date,
    add column placed_by      bigint not null default 0;

comment on column ledger_line.placed is 'units that are allocated, backordered or despatched; null while none are';
comment on column ledger_line.expected is 'when the batch arrives; null when it is in the warehouse';
comment on column ledger_line.placed_by is 'the event''s place among those of the SKU';

-- What was ordered before anybody listened has been placed long ago.
update ledger_line set placed = qty where state = 'ordered';

-- What is on its way to allocation: small, unless that is behind.
create index ledger_line_unplaced on ledger_line (sku) include (qty)
    where state = 'ordered' and owner = 'new' and placed is distinct from qty;

create table push_progress (
    shop        text collate "C" primary key,
    after       bigint      not null default 0,
    paused      boolean     not null default false,
    compared_at timestamptz
);

comment on column push_progress.after is 'the last change of availability that is in shop_figure';

create table shop_figure (
    shop      text collate "C" not null,
    sku       text collate "C" not null,
    in_stock  bigint,
    told      bigint,
    listed_at timestamptz,
    primary key (shop, sku)
);

comment on column shop_figure.in_stock is 'free in the warehouse; null while availability has not said';
comment on column shop_figure.told is 'what the shop has; null while that is not certain';
comment on column shop_figure.listed_at is 'the comparison that last found the SKU in the shop''s catalogue; null when it is not sold there';
