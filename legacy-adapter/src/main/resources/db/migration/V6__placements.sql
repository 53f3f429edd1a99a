-- Whether events of allocation may have been missed because their queue was gone.

create table placements_heard (
    only_row boolean     primary key default true check (only_row),
    latest   timestamptz,
    gaps     bigint      not null default 0,
    closed   bigint      not null default 0,
    since    timestamptz
);

insert into placements_heard default values;

comment on column placements_heard.latest is 'when the latest event about a line of ours occurred';
comment on column placements_heard.gaps is 'how often the queue was not there';
comment on column placements_heard.closed is 'up to which of these gaps allocation was asked to send its events again';
comment on column placements_heard.since is 'where the first gap that is not closed begins; null: nothing was received before';
