-- Cut-overs: the products of a wave change their route together, in steps. Each step is one transaction, and can be
-- done again; whoever holds the lease does it, by this database's clock.

create table cut_over (
    id             bigint           primary key generated always as identity,
    wave           text collate "C" not null references wave,
    direction      text             not null check (direction in ('cut_over', 'roll_back')),
    step           text             not null check (step in
        ('freeze', 'drain', 'count', 'compare', 'switch', 'open', 'announce', 'settle', 'ended')),
    done_by        text             not null check (done_by <> ''),
    reason         text             not null check (reason <> ''),
    accept_waiting integer          not null,
    started_at     timestamptz      not null default now(),
    step_since     timestamptz      not null default now(),
    lease_until    timestamptz      not null default '-infinity',
    holder         text,
    frozen_at      timestamptz,
    quiet_since    timestamptz,
    mark           text,
    differs_since  timestamptz,
    waits_for      text,
    switched_at    timestamptz,
    told_at        timestamptz,
    tell_again_at  timestamptz,
    ended_at       timestamptz,
    outcome        text check (outcome in ('done', 'differs', 'given_up', 'aborted', 'halted')),
    why            text,
    check ((ended_at is null) = (outcome is null)),
    check ((ended_at is null) = (step <> 'ended')),
    check (outcome <> 'done' or switched_at is not null)
);

comment on column cut_over.lease_until is 'until then its holder alone goes on with it, and what it has frozen is frozen';
comment on column cut_over.frozen_at is 'when it first froze its SKUs; they are not frozen for longer than is set, however often it is tried';
comment on column cut_over.quiet_since is 'since when nothing was under way to the monolith, and nothing changed about its lines and figures';
comment on column cut_over.mark is 'stands for the monolith''s lines and figures of these SKUs as they were then: another one, if any of them has changed';
comment on column cut_over.differs_since is 'when list, ledger and allocation-service were first seen not to agree; it counts at a second look';
comment on column cut_over.waits_for is 'what the step waits for, in words; null when for nothing';
comment on column cut_over.switched_at is 'when the routes changed: from then on there is no way back but another change';
comment on column cut_over.tell_again_at is 'when the last update of the monolith that was let through before has ended; null once the shops were sent the figures after that';
comment on column cut_over.why is 'why it has ended so, in words';

-- Only one of them may be on its way to its switch.
create unique index cut_over_one_at_a_time on cut_over ((true)) where switched_at is null and ended_at is null;
create index cut_over_running on cut_over (id) where ended_at is null;

-- What was looked at before it began, with the values of then.
create table cut_over_check (
    cut_over bigint  not null references cut_over,
    place    integer not null,
    name     text    not null,
    value    text    not null,
    bound    text    not null,
    primary key (cut_over, place)
);

create table cut_over_sku (
    cut_over     bigint           not null references cut_over,
    sku          text collate "C" not null,
    epoch_before integer          not null,
    lines        bigint,
    units        bigint,
    settled_at   timestamptz,
    primary key (cut_over, sku)
);

comment on column cut_over_sku.lines is 'open lines of the monolith when the route changed; units: of these';
comment on column cut_over_sku.settled_at is 'when the monolith first had no open line of it any more';

create index cut_over_sku_unsettled on cut_over_sku (cut_over, sku) where settled_at is null;

-- What list, ledger and allocation-service had of each figure when they were compared last.
create table cut_over_stock (
    cut_over   bigint           not null references cut_over,
    sku        text collate "C" not null,
    source     text collate "C" not null,
    listed     bigint,
    figure     bigint,
    uncounted  bigint,
    pending    bigint,
    despatched bigint,
    sent       integer,
    confirmed  boolean,
    held       integer,
    primary key (cut_over, sku, source)
);

comment on column cut_over_stock.listed is 'by the monolith; null when its list has no figure of the SKU';
comment on column cut_over_stock.figure is 'as the ledger has it; null when none was reported';
comment on column cut_over_stock.sent is 'units of our batch; null when there is none';
comment on column cut_over_stock.held is 'units of that batch in allocation-service; null when it has none';

-- A SKU is in force here while the lease of its cut-over has not run out. Empty nearly always; it is looked at in each
-- transaction that writes lines or stock.
create table frozen_sku (
    sku      text collate "C" primary key,
    cut_over bigint           not null references cut_over
);

create index frozen_sku_cut_over on frozen_sku (cut_over);

-- Who changed which route when; kept for good.
create table route_change (
    sku      text collate "C" not null,
    epoch    integer          not null,
    from_route text           not null check (from_route in ('legacy', 'new')),
    to_route text             not null check (to_route in ('legacy', 'new')),
    wave     text collate "C" not null,
    cut_over bigint           not null references cut_over,
    done_by  text             not null,
    reason   text             not null,
    at       timestamptz      not null default now(),
    primary key (sku, epoch),
    check (from_route <> to_route)
);

-- What people did and what came of it, in the order in which it happened; kept for good.
create table strangling_log (
    id       bigint           generated always as identity primary key,
    at       timestamptz      not null default clock_timestamp(),
    what     text             not null,
    done_by  text             not null,
    reason   text             not null,
    wave     text collate "C",
    cut_over bigint references cut_over
);

-- While it is halted no cut-over begins, and none comes to its switch.
create table strangling_halt (
    only_row boolean     primary key default true check (only_row),
    done_by  text        not null check (done_by <> ''),
    reason   text        not null check (reason <> ''),
    at       timestamptz not null default now()
);

-- Lines that our pull has shown and that nobody has decided about: the monolith gets its orders otherwise, and its lines
-- are first seen then. If the SKU becomes ours before that, their orders are asked for once more.
create table undecided_line (
    shop    text collate "C" not null,
    number  text collate "C" not null,
    sku     text collate "C" not null,
    to_ask  boolean          not null default false,
    primary key (shop, number, sku)
);

create index undecided_line_sku on undecided_line (sku);
create index undecided_line_to_ask on undecided_line (shop, number) where to_ask;

-- Figures of a wave's SKUs, whatever their sources.
create index reported_figure_sku on reported_figure (sku);

alter table shop_figure add column to_tell boolean not null default false;

comment on column shop_figure.to_tell is 'the figure is to be sent whatever was sent before: the monolith sold the SKU until now, and sent its own';

create index shop_figure_to_tell on shop_figure (shop) where to_tell;
