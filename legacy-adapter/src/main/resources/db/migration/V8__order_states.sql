-- What each shop was told of its orders' states. Only orders of shops that want to be told are here.
create table order_state (
    shop         text collate "C" not null,
    number       text collate "C" not null,
    changes      bigint  not null default 1,
    told_changes bigint  not null default 0,
    attempts     integer not null default 0,
    telling      text,
    told         text,
    primary key (shop, number)
);

comment on column order_state.changes is 'how often allocation has moved a line';
comment on column order_state.told_changes is 'the shop was told of the changes up to this one';
comment on column order_state.attempts is 'how often the shop has refused to be told of the last change';
comment on column order_state.telling is 'what the shop may have been told and may not: it has not answered';

create index order_state_untold on order_state (shop, attempts, number) where told_changes < changes;

alter table push_progress add column comments boolean not null default false;

comment on column push_progress.comments is 'whether the shop wants to be told of its orders'' states';
