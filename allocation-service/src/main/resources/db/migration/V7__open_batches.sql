-- An allocation changes a batch's total, and a column that an index names, in its predicate too, makes
-- PostgreSQL write all the row's index entries anew. Whether a batch is open changes far less often.
alter table batch add column is_open boolean not null generated always as (allocated < qty) stored;

drop index batch_open;
create index batch_open on batch (sku) where is_open;

-- Room for the next versions of a row beside it.
alter table batch set (fillfactor = 70);
alter table product set (fillfactor = 70);
