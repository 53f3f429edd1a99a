-- batch.allocated is written here and nowhere else, so that the check "never oversold" holds for the
-- allocations themselves, whoever writes them. Per statement: a group of lines costs one update.
create function add_allocations() returns trigger language plpgsql as $$
begin
  update batch
  set allocated = batch.allocated + added.qty
  from (select sku, batchref, sum(qty) as qty from added_rows group by sku, batchref) added
  where batch.sku = added.sku and batch.batchref = added.batchref;
  return null;
end $$;

create function subtract_allocations() returns trigger language plpgsql as $$
begin
  update batch
  set allocated = batch.allocated - removed.qty
  from (select sku, batchref, sum(qty) as qty from removed_rows group by sku, batchref) removed
  where batch.sku = removed.sku and batch.batchref = removed.batchref;
  return null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are inserted and deleted, never changed', tg_table_name;
end $$;

create trigger allocation_added after insert on allocation
referencing new table as added_rows for each statement execute function add_allocations();

create trigger allocation_removed after delete on allocation
referencing old table as removed_rows for each statement execute function subtract_allocations();

create trigger allocation_changed before update or truncate on allocation
for each statement execute function refuse_change();
