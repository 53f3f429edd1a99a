-- What operators did with commands that were set aside. It outlives the commands.
create table command_audit (
  id bigint generated always as identity primary key,
  message_id text collate "C" not null,
  at timestamptz not null,
  action text not null check (action in ('redrive', 'discard')),
  who text not null,
  outcome text not null check (outcome in ('applied', 'repeated', 'waiting', 'refused', 'discarded')),
  -- the operator's for discarding, the refusal's for a redrive that was refused
  code text,
  reason text,
  -- where the operator gave a corrected body: what it stands for, and itself
  body_before bytea,
  body_after bytea
);

create index command_audit_of_command on command_audit (message_id, id);

-- Which events were sent again, where to, and for whom.
create table replay_audit (
  id uuid primary key,
  started_at timestamptz not null,
  who text not null,
  queue text not null,
  sku text collate "C",
  from_sequence bigint,
  to_sequence bigint,
  from_time timestamptz,
  to_time timestamptz,
  -- what is still running after a crash has ended with it
  outcome text not null default 'running' check (outcome in ('running', 'done', 'failed')),
  events bigint not null default 0,
  failure text,
  finished_at timestamptz
);

create index inbox_waiting on inbox (arrival) where state = 'WAITING';

-- For pruning.
create index inbox_done on inbox (received_at) where state in ('APPLIED', 'DISCARDED');
create index outbox_published on outbox (published_at) where published_at is not null;
