-- An order is confirmed as a whole: one row to write, however many lines it has.
alter table ledger_order
    add column changes    integer     not null default 0,
    add column confirmed  integer     not null default 0,
    add column changed_at timestamptz not null default now();
alter table ledger_line add column sent_with integer not null default 0;

comment on column ledger_order.changes is 'how often the order has changed';
comment on column ledger_order.confirmed is 'the broker has confirmed the commands of the changes up to this one';
comment on column ledger_line.sent_with is 'the change that brought the command of this revision; 0 when none is needed';

update ledger_order set changes = 1, confirmed = 1;
update ledger_line set sent_with = 1 where not confirmed;
update ledger_order
set confirmed = 0, changed_at = waiting.since
from (select shop, number, min(changed_at) as since
      from ledger_line where not confirmed group by shop, number) as waiting
where ledger_order.shop = waiting.shop and ledger_order.number = waiting.number;

-- Small at all times: only what is under way or was left by a crash.
create index ledger_order_unconfirmed on ledger_order (changed_at) where confirmed < changes;
drop index ledger_line_unconfirmed;
alter table ledger_line drop column confirmed, drop column changed_at;
