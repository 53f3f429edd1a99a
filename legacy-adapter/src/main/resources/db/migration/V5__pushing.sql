-- What each shop was sent: how much is in stock, and the states of its orders.

create table push_progress (
    shop                text collate "C" primary key,
    after               bigint      not null default 0,
    paused              boolean     not null default false,
    compared_at         timestamptz,
    comments            boolean     not null default false,
    comparison_asked_at timestamptz
);

comment on column push_progress.after is 'the last change of availability that is in shop_figure';
comment on column push_progress.comments is 'whether the shop is sent the states of its orders';
comment on column push_progress.comparison_asked_at is 'that comparison is made once compared_at is later';

create table shop_figure (
    shop       text collate "C" not null,
    sku        text collate "C" not null,
    in_stock   bigint,
    told       bigint,
    listed_at  timestamptz,
    telling    bigint,
    doubted_at timestamptz,
    primary key (shop, sku)
);

comment on column shop_figure.in_stock is 'free in the warehouse; null while availability has not reported it';
comment on column shop_figure.told is 'the figure the shop has; null while that is not certain';
comment on column shop_figure.listed_at is 'the comparison that last found the SKU in the shop''s catalogue; null when it is not sold there';
comment on column shop_figure.telling is 'the number of the last call that sent the figure: only its answer counts';
comment on column shop_figure.doubted_at is 'a figure was sent while an earlier call may still have been under way: from then on the shop''s figure is read again';

-- Numbers the calls: one that was given up may land behind a later one.
create sequence shop_figure_telling;

create index shop_figure_doubted on shop_figure (shop, doubted_at) where doubted_at is not null;

-- Only orders of shops that are sent the states of their orders. A call is noted in its row before it is made;
-- no index covers those columns, so room is left in each page to do that in place.
create table order_state (
    shop         text collate "C" not null,
    number       text collate "C" not null,
    changes      bigint      not null default 1,
    told_changes bigint      not null default 0,
    attempts     integer     not null default 0,
    telling      text,
    told         text,
    changed_at   timestamptz not null default now(),
    primary key (shop, number)
) with (fillfactor = 70);

comment on column order_state.changes is 'how often allocation has moved a line';
comment on column order_state.told_changes is 'the shop was sent the changes up to this one';
comment on column order_state.attempts is 'how often the shop has refused the last change';
comment on column order_state.telling is 'a state that was sent and not answered: the shop may have it or not';
comment on column order_state.changed_at is 'when allocation last moved a line: the shop is sent the state once nothing has changed for a while';

create index order_state_untold on order_state (shop, attempts, number) where told_changes < changes;
