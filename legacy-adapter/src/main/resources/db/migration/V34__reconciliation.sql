-- What the monolith's list, the ledger and allocation-service had of each figure when they were compared last, all the
-- time, of the SKUs of waves. And plans to mend what differs: made and stored, read by a person, and then applied.

create table reconciled_stock (
    sku           text collate "C" not null,
    source        text collate "C" not null,
    looked_at     timestamptz      not null,
    even_looks    integer          not null check (even_looks >= 0),
    differs_since timestamptz,
    counts        boolean          not null default false,
    listable      boolean          not null,
    listed        bigint,
    figure        bigint,
    uncounted     bigint,
    pending       bigint,
    despatched    bigint,
    sent          integer,
    confirmed     boolean          not null,
    held          integer,
    units         bigint           not null check (units >= 0),
    primary key (sku, source),
    check ((differs_since is null) = (even_looks > 0)),
    check (not counts or differs_since is not null)
);

comment on column reconciled_stock.even_looks is 'at how many looks one after the other all had the same; 0 when they differ';
comment on column reconciled_stock.counts is 'whether they still differed when it was looked once more';
comment on column reconciled_stock.listable is 'whether its source can be asked for a list';
comment on column reconciled_stock.units is 'by how many units they differ at most: these are at risk';

create index reconciled_stock_differs on reconciled_stock (units, sku, source) where differs_since is not null;

create table repair_plan (
    id         bigint      primary key generated always as identity,
    made_at    timestamptz not null default clock_timestamp(),
    made_by    text        not null check (made_by <> ''),
    made_for   text        not null check (made_for <> ''),
    begun_at   timestamptz,
    applied_by text,
    applied_for text,
    applied_at timestamptz,
    check ((begun_at is null) = (applied_by is null) and (begun_at is null) = (applied_for is null)),
    check (applied_at is null or begun_at is not null)
);

comment on column repair_plan.begun_at is 'when somebody had it applied; who dies over it may do so again, since each step changes nothing a second time';

-- A step of a plan, with all that it was made from.
create table repair_step (
    plan       bigint           not null references repair_plan,
    place      integer          not null,
    action     text             not null check (action in ('take_in', 'send_again', 'call')),
    sku        text collate "C" not null,
    source     text collate "C" not null,
    units      bigint           not null,
    why        text             not null,
    listable   boolean          not null,
    listed     bigint,
    figure     bigint,
    uncounted  bigint,
    pending    bigint,
    despatched bigint,
    sent       integer,
    confirmed  boolean          not null,
    held       integer,
    primary key (plan, place)
);

create index repair_step_sent_again on repair_step (sku, source) where action = 'send_again';
