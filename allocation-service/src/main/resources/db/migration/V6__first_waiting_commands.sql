-- A closed product may be waited for by very many commands: the first of them are found without the others.
-- It does what inbox_waiting_for_sku does, too; instances of the release before need that one while they run beside this.
create index inbox_waiting_for_product on inbox (sku, arrival) where state = 'WAITING' and batchref is null;
