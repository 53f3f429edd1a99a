-- A line can have left the house, as the shop says: then it stays as it is.
set local statement_timeout = 0;

alter table ledger_line
    drop constraint ledger_line_state_check,
    add constraint ledger_line_state_check check (state in ('ordered', 'cancelled', 'despatched'));

create or replace function ledger_line_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.revision < old.revision then
        raise exception 'revision of % % % falls', old.number, old.sku, old.lineid;
    end if;
    if new.owner <> old.owner then
        raise exception 'owner of % % % changes', old.number, old.sku, old.lineid;
    end if;
    if old.state = 'despatched' and (new.state, new.qty, new.revision) is distinct from (old.state, old.qty, old.revision) then
        raise exception '% % % has left the house', old.number, old.sku, old.lineid;
    end if;
    return new;
end
$$;

drop trigger ledger_line_rules on ledger_line;
create trigger ledger_line_rules before update of revision, owner, state, qty on ledger_line
    for each row execute function ledger_line_keeps_its_rules();

-- What has left the house may still be on its way to allocation.
drop index ledger_line_unplaced;
create index ledger_line_unplaced on ledger_line (sku) include (qty)
    where owner = 'new' and sent_with > 0 and state <> 'cancelled' and placed is distinct from qty;

-- What left before anybody looked at that is found by asking for all orders once more.
update pull_progress set watermark = null;
