-- How far each shop that is asked for its orders has come, and what comparisons with it found.

create table pull_progress (
    feed        text collate "C" primary key,
    watermark   timestamp,
    paused      boolean     not null default false,
    compared_at timestamptz
);

comment on column pull_progress.watermark is 'by the shop''s own clock; everything up to it is with the broker or in quarantine';

create table pull_report (
    id          bigint           generated always as identity primary key,
    feed        text collate "C" not null,
    begun_at    timestamptz      not null,
    ended_at    timestamptz      not null,
    listed      integer          not null,
    missing     integer          not null,
    outdated    integer          not null,
    taken_in    integer          not null,
    quarantined integer          not null,
    lines       bigint           not null,
    standing    bigint           not null
);

create index pull_report_feed on pull_report (feed, id);
