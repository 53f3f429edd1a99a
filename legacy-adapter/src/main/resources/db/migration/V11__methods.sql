-- The method log: which methods are called at each feed, and since when each feed is watched without a gap.

create table method_watch (
    feed  text collate "C" primary key,
    since timestamptz not null,
    until timestamptz not null
);

comment on column method_watch.since is 'later only when nobody has watched for longer than the gap that is allowed';
comment on column method_watch.until is 'when an instance last wrote down what it had seen';

create table method_log (
    feed        text collate "C" not null references method_watch,
    method      text collate "C" not null,
    first_seen  timestamptz      not null,
    last_seen   timestamptz      not null check (last_seen >= first_seen),
    by_us       bigint           not null,
    by_upstream bigint           not null,
    by_both     bigint           not null,
    faults      bigint           not null,
    primary key (feed, method)
);

comment on column method_log.method is 'empty for all methods together that have no row of their own';
comment on column method_log.by_us is 'calls that the adapter answered; likewise the system behind, both, and nobody';
