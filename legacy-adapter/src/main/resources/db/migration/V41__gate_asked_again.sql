-- The gate is asked again before the routes change, and what was acknowledged as better covers what there was of it, no
-- more.
-- few rows: cut_over, because a wave has a few of them.

alter table cut_over
    drop constraint cut_over_outcome_check,
    add constraint cut_over_outcome_check check (outcome in
        ('done', 'differs', 'not_accepted', 'not_passed', 'given_up', 'aborted', 'halted'));

-- How many comparisons of a SKU, in which we were better, somebody has looked at.
create table acknowledged_sku (
    sku             text collate "C" not null,
    basing          integer          not null,
    aspect          text             not null check (aspect in ('taken', 'outcome', 'day', 'despatch', 'figure')),
    n               bigint           not null check (n > 0),
    acknowledgement bigint           not null,
    primary key (sku, basing, aspect)
);

comment on column acknowledged_sku.n is 'how many there were in this basing of the SKU; what comes after them is not acknowledged';
comment on column acknowledged_sku.acknowledgement is 'by which of acknowledged_better it was last';
