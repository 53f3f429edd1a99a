-- Batches with names are compared all the time as figures are: the day of each as well.
alter table reconciled_stock
    add column listed_eta date,
    add column eta        date,
    add column held_eta   date;

alter table repair_step
    add column listed_eta date,
    add column eta        date,
    add column held_eta   date;
