-- An order's lines are placed one after the other: the shop is told when that has come to rest.
alter table order_state add column changed_at timestamptz not null default now();

comment on column order_state.changed_at is 'when allocation last moved a line';

-- A row is written again with each change, and with each telling.
alter table order_state set (fillfactor = 50);
