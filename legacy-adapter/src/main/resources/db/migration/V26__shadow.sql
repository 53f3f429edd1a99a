-- The shadow: a second allocation-service that is fed with what the monolith is asked, so that its decisions can be
-- compared. What an order's transaction writes for it is in shadow_change, and only for SKUs that are in the shadow;
-- everything else here is written behind it.

create table shadow_sku (
    sku            text collate "C" primary key,
    basing         integer          not null check (basing > 0),
    state          text             not null check (state in ('based', 'lost', 'ended')),
    why            text             not null default '',
    wave           text collate "C" not null,
    source         text collate "C",
    figure_at_base bigint           not null,
    figure         bigint           not null,
    held           bigint           not null default 0 check (held >= 0),
    uncounted      bigint           not null default 0 check (uncounted >= 0),
    despatched     bigint           not null default 0 check (despatched between 0 and held),
    earlier        bigint           not null default 0 check (earlier >= 0),
    batch          bigint           not null default 0 check (batch >= 0),
    batch_revision integer          not null default 1 check (batch_revision > 0),
    based_at       timestamptz      not null default clock_timestamp(),
    changed_at     timestamptz      not null default clock_timestamp(),
    done_by        text             not null check (done_by <> ''),
    reason         text             not null check (reason <> '')
);

comment on column shadow_sku.basing is 'how often it was based; what was fed before counts for nothing any more';
comment on column shadow_sku.state is 'lost: the shadow has missed something, or may have; only another basing mends that';
comment on column shadow_sku.why is 'why it is lost or has ended';
comment on column shadow_sku.source is 'whose figures size its batch; null until the first is reported';
comment on column shadow_sku.figure is 'the last one that was fed';
comment on column shadow_sku.held is 'units of the monolith''s lines first seen since it was based, and not cancelled';
comment on column shadow_sku.uncounted is 'how many of them the figure does not count any more; the batch is the figure and these';
comment on column shadow_sku.despatched is 'how many of them have been despatched';
comment on column shadow_sku.earlier is 'units of lines of earlier basings that were despatched: they stay in the batch for good';
comment on column shadow_sku.batch is 'units of the batch as it was last fed, with its revision';

create index shadow_sku_state on shadow_sku (state, sku);

-- What is still to be fed, in the order of id.
create table shadow_change (
    id             bigint           generated always as identity primary key,
    kind           text             not null check (kind in ('line', 'figure', 'based')),
    sku            text collate "C" not null,
    basing         integer          not null,
    shop           text collate "C",
    number         text collate "C",
    lineid         text collate "C",
    qty            integer,
    state          text check (state in ('ordered', 'cancelled', 'despatched')),
    revision       integer,
    cancelled_for  text,
    first_seen     boolean,
    source         text collate "C",
    figure         bigint,
    correlation    text             not null default '',
    received_at    timestamptz      not null default clock_timestamp(),
    at             timestamptz      not null default clock_timestamp(),
    fed            bigint,
    batch          bigint,
    batch_revision integer
);

comment on column shadow_change.first_seen is 'whether the line was in no call before this one';
comment on column shadow_change.received_at is 'when the call came, or was written down';
comment on column shadow_change.fed is 'its place among all that is fed; null until that is decided. Then it is sent as it is here, however often';
comment on column shadow_change.batch is 'the units of the source''s batch after it, where they are to be sent, with the revision of the batch';

create index shadow_change_to_decide on shadow_change (id) where fed is null;
create index shadow_change_to_send on shadow_change (fed) where fed is not null;
create index shadow_change_sku on shadow_change (sku);

create sequence shadow_fed;

-- The monolith's lines that the shadow was fed, and what it did with each.
create table shadow_line (
    sku       text collate "C" not null,
    shop      text collate "C" not null,
    number    text collate "C" not null,
    lineid    text collate "C" not null,
    basing    integer          not null,
    qty       integer          not null check (qty > 0),
    state     text             not null check (state in ('ordered', 'cancelled', 'despatched')),
    revision  integer          not null,
    fed       bigint           not null,
    fed_at    timestamptz      not null default clock_timestamp(),
    placement text check (placement in ('allocated', 'backordered', 'cancelled', 'despatched')),
    units     integer,
    batchref  text collate "C",
    eta       date,
    sequence  bigint           not null default 0,
    heard_at  timestamptz,
    decided   bigint,
    primary key (sku, shop, number, lineid)
);

comment on column shadow_line.fed is 'the place of its last change among all that was fed';
comment on column shadow_line.placement is 'the last that was heard of the shadow about it, with units, batch and day; null for nothing';
comment on column shadow_line.decided is 'the place of the last of its changes that the shadow is known to have carried out';

-- What is fed and not known to be carried out: little, unless the shadow is away.
create index shadow_line_undecided on shadow_line (fed) where decided is distinct from fed;

-- One row.
create table shadow_progress (
    id       integer     primary key default 1 check (id = 1),
    address  text        not null default '',
    fed      bigint      not null default 0,
    fed_at   timestamptz,
    latest   timestamptz,
    heard_at timestamptz
);

comment on column shadow_progress.address is 'of the shadow that was fed; another one knows nothing of it';
comment on column shadow_progress.latest is 'when the latest event of the shadow that was heard has occurred, by its clock';

insert into shadow_progress default values;
