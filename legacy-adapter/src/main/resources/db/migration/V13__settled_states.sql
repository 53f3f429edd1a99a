-- An order's lines are placed one after the other: the shop is told when that has come to rest.
alter table order_state add column changed_at timestamptz not null default now();

comment on column order_state.changed_at is 'when allocation last moved a line';

-- What is being told is noted in the row, which no index needs to know.
alter table order_state set (fillfactor = 70);
