-- How far each shop that is asked for its orders has come, and what comparisons with it found.

create table pull_progress (
    feed        text collate "C" primary key,
    watermark   timestamp,
    paused      boolean     not null default false,
    compared_at timestamptz
);

comment on column pull_progress.watermark is 'by the shop''s own clock; everything up to it is with the broker or in quarantine';

-- Comparisons that were asked for and are not finished, which go on window by window.
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

-- Comparisons that are finished. Of the orders they found, the first are named.
create table pull_report (
    id              bigint           generated always as identity primary key,
    feed            text collate "C" not null,
    begun_at        timestamptz      not null,
    ended_at        timestamptz      not null,
    listed          integer          not null,
    missing         integer          not null,
    outdated        integer          not null,
    taken_in        integer          not null,
    quarantined     integer          not null,
    lines           bigint           not null,
    standing        bigint           not null,
    missing_orders  text[]           not null default '{}',
    outdated_orders text[]           not null default '{}'
);

create index pull_report_feed on pull_report (feed, id);
