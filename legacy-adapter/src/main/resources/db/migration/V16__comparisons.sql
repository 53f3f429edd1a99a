-- The last statement reads the whole ledger once.
set local statement_timeout = 0;
set local enable_seqscan = on;

-- Comparisons that were asked for and have not come to their end, window by window.
create table pull_comparison (
    feed            text collate "C" primary key,
    asked_at        timestamptz not null,
    asked_again_at  timestamptz,
    begun_at        timestamptz,
    next            timestamp,
    listed          integer     not null default 0,
    missing         integer     not null default 0,
    outdated        integer     not null default 0,
    taken_in        integer     not null default 0,
    quarantined     integer     not null default 0,
    lines           bigint      not null default 0,
    standing        bigint      not null default 0,
    missing_orders  text[]      not null default '{}',
    outdated_orders text[]      not null default '{}',
    failures        integer     not null default 0,
    failed_for      text
);

comment on column pull_comparison.asked_again_at is 'another one is to follow it';
comment on column pull_comparison.begun_at is 'null before it has seen any order';
comment on column pull_comparison.next is 'by the shop''s own clock; what changed before is compared';
comment on column pull_comparison.failures is 'since it last came further';

alter table push_progress add column comparison_asked_at timestamptz;

comment on column push_progress.comparison_asked_at is 'made when compared_at is later';

-- A time that cannot be yet made all later changes of its order look older.
update ledger_order
set shop_updated_at = null
where shop_updated_at > (now() at time zone 'utc') + interval '1 day';
