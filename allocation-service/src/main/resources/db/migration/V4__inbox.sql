-- Commands that came as messages: which took effect, which were set aside, which wait for a batch,
-- which an operator has given up.
create table inbox (
  message_id text collate "C" primary key,
  state text not null check (state in ('APPLIED', 'PARKED', 'WAITING', 'DISCARDED')),
  type text not null,
  sku text collate "C",
  batchref text collate "C",
  orderid text collate "C",
  lineid text collate "C",
  -- order of arrival among those that wait
  arrival bigint generated always as identity,
  received_at timestamptz not null,
  correlation_id text,
  traceparent text,
  -- who sent it
  who text,
  -- kept while it may be needed again: parked and waiting
  body bytea,
  headers text,
  code text,
  reason text,
  check (state <> 'PARKED' or (code is not null and reason is not null and body is not null)),
  check (state <> 'WAITING' or (coalesce(batchref, sku) is not null and body is not null))
);

create index inbox_waiting_for_sku on inbox (sku) where state = 'WAITING' and batchref is null;
create index inbox_waiting_for_batch on inbox (batchref) where state = 'WAITING' and batchref is not null;
create index inbox_waiting_of_order on inbox (orderid) where state = 'WAITING';
create index inbox_parked on inbox (arrival) where state = 'PARKED';
