-- Rollbacks: the products of a wave go back to the monolith, in steps of their own beside those of a cut-over. Before
-- their routes change, the monolith is told to set aside what our lines hold of its stock.

alter table cut_over
    drop constraint cut_over_step_check,
    add constraint cut_over_step_check check (step in
        ('freeze', 'drain', 'close', 'tell', 'confirm', 'count', 'compare', 'switch', 'open', 'announce', 'settle',
         'ended')),
    drop constraint cut_over_outcome_check,
    add constraint cut_over_outcome_check check (outcome in
        ('done', 'differs', 'not_accepted', 'given_up', 'aborted', 'halted')),
    add column accept_own_stock bigint not null default 0,
    add column accept_stranded  bigint not null default 0,
    add column debt_noted       boolean not null default false;

comment on column cut_over.accept_own_stock is 'free units of batches that are not the monolith''s, which may stay with us';
comment on column cut_over.debt_noted is 'whether what sources are to be told is noted, since the products were closed';
comment on column cut_over.accept_stranded is 'lines of ours without units, which may stay so';

-- What a source was told to set aside for our lines. Each row is written before anything is sent, together with the
-- units that are pending by it: so whatever is lost afterwards, the units are not told a second time under another
-- reference.
create table set_aside (
    reference uuid             primary key default gen_random_uuid(),
    source    text collate "C" not null,
    sku       text collate "C" not null,
    units     bigint           not null check (units > 0),
    cut_over  bigint           not null references cut_over,
    noted_at  timestamptz      not null default clock_timestamp(),
    sendings  integer          not null default 0,
    faults    integer          not null default 0,
    done_at   timestamptz,
    check (faults <= sendings)
);

comment on column set_aside.reference is 'goes with the call: a source that knows it does nothing a second time';
comment on column set_aside.sendings is 'how often it was begun to be sent; where the source has no method, how often a person was asked';
comment on column set_aside.faults is 'how many of these the source has refused';
comment on column set_aside.done_at is 'when the source has answered that it has done it, or its figure has shown it, or somebody has found it out';

create index set_aside_open on set_aside (source, sku) where done_at is null;
create index set_aside_cut_over on set_aside (cut_over);

-- Units that a source was informed of and that its figure still counts, for people.
create index source_stock_pending on source_stock (source, sku) where pending > 0;

-- Lines of ours of a rollback's SKUs that were open when the products had been closed. They are found once, by
-- reading all lines: an index for it would cost every order. None is added later, because lines first seen wait, and are the
-- monolith's afterwards.
create table cut_over_line (
    cut_over bigint           not null references cut_over,
    shop     text collate "C" not null,
    number   text collate "C" not null,
    sku      text collate "C" not null,
    lineid   text collate "C" not null,
    primary key (cut_over, sku, shop, number, lineid)
);
