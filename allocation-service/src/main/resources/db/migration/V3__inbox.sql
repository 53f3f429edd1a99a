-- Commands that came as messages: applied, parked, waiting for a batch, or discarded by an operator.
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
  -- One message id is one command: what was understood of it, as the first 128 bits of its SHA-256.
  content uuid,
  -- The id under which the message came, where another command had it before; then message_id is one of our own.
  came_as text collate "C",
  check (state <> 'PARKED' or (code is not null and reason is not null and body is not null)),
  check (state <> 'WAITING' or (coalesce(batchref, sku) is not null and body is not null))
);

create index inbox_waiting_for_sku on inbox (sku) where state = 'WAITING' and batchref is null;
create index inbox_waiting_for_batch on inbox (batchref) where state = 'WAITING' and batchref is not null;
create index inbox_waiting_of_order on inbox (orderid) where state = 'WAITING';
create index inbox_parked on inbox (arrival) where state = 'PARKED';
create index inbox_waiting on inbox (arrival) where state = 'WAITING';
create index inbox_came_as on inbox (came_as) where came_as is not null;

-- For pruning.
create index inbox_done on inbox (received_at) where state in ('APPLIED', 'DISCARDED');

-- The audit: what operators, or the senders themselves, did with parked and waiting commands. It outlives the commands.
create table command_audit (
  id bigint generated always as identity primary key,
  message_id text collate "C" not null,
  at timestamptz not null,
  action text not null check (action in ('redrive', 'discard', 'correct')),
  who text not null,
  outcome text not null check (outcome in ('applied', 'repeated', 'waiting', 'refused', 'discarded')),
  -- the operator's for discarding, the refusal's for a redrive that was refused
  code text,
  reason text,
  -- where there is a correction: the body that it replaces, and itself
  body_before bytea,
  body_after bytea
);

create index command_audit_of_command on command_audit (message_id, id);
