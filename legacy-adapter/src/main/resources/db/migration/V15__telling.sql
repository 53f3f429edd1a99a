-- A call to a shop that was given up may land behind a later one.

alter table shop_figure
    add column telling    bigint,
    add column doubted_at timestamptz;

comment on column shop_figure.telling is 'the number of the last call that told the shop of it: only its answer counts';
comment on column shop_figure.doubted_at is 'the shop was told while an earlier call may have been under way still: later it is looked at';

create sequence shop_figure_telling;

create index shop_figure_doubted on shop_figure (shop, doubted_at) where doubted_at is not null;
