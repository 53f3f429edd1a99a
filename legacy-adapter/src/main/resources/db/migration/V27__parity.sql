-- What the monolith decided about the lines of shadowed SKUs, what the shadow did with them, and what came of comparing
-- the two. Nothing here is read or written by a call about an order.

-- What the shadow was fed, in the order in which it was fed: changes of lines, and of the quantity of a source's batch.
create table judged_call (
    sku         text collate "C" not null,
    id          bigint           not null,
    basing      integer          not null check (basing > 0),
    kind        text             not null check (kind in ('line', 'batch')),
    shop        text collate "C",
    number      text collate "C",
    lineid      text collate "C",
    revision    integer,
    qty         bigint           not null check (qty >= 0),
    state       text check (state in ('ordered', 'cancelled', 'despatched')),
    batchref    text collate "C",
    eta         date,
    correlation text             not null default '',
    received_at timestamptz      not null,
    fed_at      timestamptz      not null default clock_timestamp(),
    looked_at   timestamptz,
    judged_at   timestamptz,
    primary key (sku, id, kind),
    check ((kind = 'line') = (shop is not null and number is not null and lineid is not null and revision is not null and state is not null)),
    check ((kind = 'batch') = (batchref is not null))
);

comment on column judged_call.id is 'the place among all that was fed: a higher one was fed later. A line may change together with its batch: it comes first';
comment on column judged_call.qty is 'of a line: what is ordered; of a batch: its units, whether held or free';
comment on column judged_call.received_at is 'no later than the change was written to the ledger';
comment on column judged_call.looked_at is 'when it was first seen to differ; it is looked at once more';
comment on column judged_call.judged_at is 'when its verdicts were written; null while it waits';

-- What is left to be judged: small, unless the judge is behind.
create index judged_call_open on judged_call (sku, id) where judged_at is null;
create index judged_call_line on judged_call (shop, number, lineid);

-- What the shadow did with a line, event by event.
create table shadow_placement (
    sku      text collate "C" not null,
    sequence bigint           not null,
    shop     text collate "C" not null,
    number   text collate "C" not null,
    lineid   text collate "C" not null,
    state    text             not null check (state in ('allocated', 'backordered', 'cancelled', 'despatched')),
    units    integer          not null,
    batchref text collate "C",
    eta      date,
    at       timestamptz      not null default clock_timestamp(),
    primary key (sku, sequence)
);

create index shadow_placement_line on shadow_placement (sku, shop, number, lineid, sequence);

-- What the monolith was seen to decide about a line. Of what it never says there is no row.
create table monolith_decision (
    sku         text collate "C" not null,
    id          bigint           not null generated always as identity,
    shop        text collate "C" not null,
    number      text collate "C" not null,
    lineid      text collate "C" not null,
    seen_in     text             not null check (seen_in in ('answer', 'call')),
    taken       boolean          not null,
    waits       boolean,
    units       integer,
    day         date,
    batch       text,
    despatched  boolean          not null default false,
    correlation text             not null,
    began_at    timestamptz      not null,
    ended_at    timestamptz      not null,
    primary key (sku, id)
);

comment on column monolith_decision.waits is 'whether it has to wait for stock; null where that was not said';
comment on column monolith_decision.began_at is 'when the call began by which it was said, by the clock of the database';
comment on column monolith_decision.ended_at is 'when the call had been answered: it was decided before';

create index monolith_decision_line on monolith_decision (sku, shop, number, lineid, id);

create table verdict (
    sku       text collate "C" not null,
    id        bigint           not null generated always as identity,
    call      bigint           not null,
    basing    integer          not null,
    wave      text collate "C",
    shop      text collate "C" not null,
    number    text collate "C" not null,
    lineid    text collate "C" not null,
    revision  integer          not null,
    aspect    text             not null check (aspect in ('taken', 'outcome', 'day', 'despatch', 'figure')),
    verdict   text             not null
        check (verdict in ('same', 'better', 'worse', 'race', 'follow_on', 'ignored', 'unjudged')),
    otherwise text check (otherwise in ('better', 'worse')),
    theirs    text             not null,
    ours      text             not null,
    began_at  timestamptz,
    ended_at  timestamptz,
    why       text             not null default '',
    rule      bigint,
    looked_at timestamptz,
    at        timestamptz      not null default clock_timestamp(),
    primary key (sku, id),
    unique (sku, call, aspect),
    check ((verdict = 'ignored') = (rule is not null and otherwise is not null))
);

comment on column verdict.call is 'what was judged: the id of the call; of a figure that of the last call before it';
comment on column verdict.shop is 'empty, as the order and the line, of a figure';
comment on column verdict.wave is 'in which the SKU was when it was judged';
comment on column verdict.otherwise is 'what it would be without the rule by which it is ignored';
comment on column verdict.began_at is 'from when to when the call was under way that was judged';
comment on column verdict.looked_at is 'when the difference was first seen';

-- Pages by what people look for: verdict and aspect, within a wave or not; by SKU it is the key.
create index verdict_found on verdict (verdict, aspect, id);
create index verdict_found_by_wave on verdict (wave, verdict, aspect, id);
create index verdict_by_id on verdict (id);

-- How many there are, of each basing of a SKU.
create table verdict_total (
    sku     text collate "C" not null,
    basing  integer          not null,
    aspect  text             not null,
    verdict text             not null,
    n       bigint           not null,
    primary key (sku, basing, aspect, verdict)
);

-- How far a SKU has been judged in its basing.
create table judged_sku (
    sku      text collate "C" primary key,
    basing   integer          not null,
    diverged bigint,
    broken   bigint
);

comment on column judged_sku.diverged is 'the call by which the shadow and the monolith came to hold other units; null while they hold the same';
comment on column judged_sku.broken is 'the call that the shadow did not decide; null while it has decided all';

create table parity_rule (
    id         bigint           primary key generated always as identity,
    wave       text collate "C",
    sku        text collate "C",
    shop       text collate "C",
    aspect     text             not null check (aspect in ('outcome', 'day', 'despatch', 'figure')),
    verdict    text             not null check (verdict in ('better', 'worse')),
    owner      text             not null check (owner <> ''),
    reason     text             not null check (reason <> ''),
    made_at    timestamptz      not null default now(),
    expires_at timestamptz      not null,
    ended_at   timestamptz,
    ended_by   text,
    hits       bigint           not null default 0,
    hit_at     timestamptz,
    check (expires_at > made_at and expires_at <= made_at + interval '30 days')
);

comment on table parity_rule is 'which differences are ignored, until when, and whose word that is; whether a line is taken cannot be ignored';

-- Classes of what is better with us that somebody has looked at.
create table acknowledged_better (
    id      bigint           primary key generated always as identity,
    wave    text collate "C" not null,
    aspect  text             not null check (aspect in ('taken', 'outcome', 'day', 'despatch', 'figure')),
    n       bigint           not null,
    done_by text             not null check (done_by <> ''),
    reason  text             not null check (reason <> ''),
    at      timestamptz      not null default now()
);

comment on column acknowledged_better.n is 'how many there were of it then';

-- Our own decisions against themselves.
create table noise_run (
    id          bigint      primary key generated always as identity,
    calls       bigint      not null check (calls >= 0),
    differences bigint      not null check (differences between 0 and calls),
    done_by     text        not null check (done_by <> ''),
    reason      text        not null check (reason <> ''),
    at          timestamptz not null default now()
);

-- Rehearsals of the way back: nothing else is written by one.
create table rehearsal (
    id      bigint           primary key generated always as identity,
    wave    text collate "C" not null,
    skus    integer          not null,
    passed  boolean          not null,
    checks  text             not null,
    debt    bigint           not null,
    done_by text             not null check (done_by <> ''),
    reason  text             not null check (reason <> ''),
    at      timestamptz      not null default now()
);

create index rehearsal_wave on rehearsal (wave, id);

comment on column rehearsal.checks is 'those that did not hold, as JSON';

-- For the certificate: what of the gate was not asked for, and what was compared.
alter table cut_over add column not_asked text;
alter table cut_over add column parity text;

comment on column cut_over.not_asked is 'checks that the settings had switched off, with commas between; null for none';
comment on column cut_over.parity is 'what was compared before it began, as JSON; null for nothing';
