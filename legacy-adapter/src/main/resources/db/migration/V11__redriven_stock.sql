-- What was refused of stock is taken in later than it was said: then what was said since counts more.
set local statement_timeout = 0;

comment on sequence ledger_batch_call is 'what calls say of stock, in the order in which it is noted';

alter table ledger_batch
    add column qty_said bigint not null default 0,
    add column eta_said bigint not null default 0;

comment on column ledger_batch.qty_said is 'the number of the call that last said how many, or of when the list was asked for that did; 0 for a list of unknown age';
comment on column ledger_batch.eta_said is 'the same of the day';

-- Which of the two a call spoke of was not noted.
update ledger_batch set qty_said = called, eta_said = called;

alter table quarantine_entry
    add column called bigint not null default 0,
    add column within text;

comment on column quarantine_entry.called is 'the number of what was said of stock, as it was last said; 0 for orders and where none was noted';
comment on column quarantine_entry.within is 'which of the calls in the call said it: empty for the call itself, 2 for the third in it, 2.0 for the first in that; null for orders and where it was not noted';
