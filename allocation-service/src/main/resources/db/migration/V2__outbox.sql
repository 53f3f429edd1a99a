-- Events, written in the transaction of the change and kept after publishing as history.
create table outbox (
  -- what it is about: a product's SKU, or the message id of a command that is parked or was discarded
  topic text not null check (topic in ('product', 'command')),
  subject text collate "C" not null,
  sequence bigint not null check (sequence >= 1),
  shard smallint not null check (shard between 0 and 63),
  type text not null,
  body text not null,
  occurred_at timestamptz not null,
  correlation_id text,
  traceparent text,
  -- the command that caused it, where it came as a message
  caused_by text,
  -- who asked for it, as far as it was known
  who text,
  published_at timestamptz,
  generation bigint not null default 1,
  primary key (subject, sequence, topic)
);

create index outbox_unpublished on outbox (shard, subject, sequence) where published_at is null;

-- For pruning.
create index outbox_published on outbox (published_at) where published_at is not null;

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

-- A restore takes the sequences of all products back. So that nobody takes the numbers that follow
-- for those that were used before, a new generation of them begins.
create table generation (
  -- the second since 1970 at which it began; the first generation has no row and counts as 1
  number bigint primary key,
  began_at timestamptz not null default now(),
  who text not null check (who <> ''),
  reason text not null check (reason <> '')
);

create function current_generation() returns bigint stable language sql
  as $$ select coalesce(max(number), 1) from generation $$;

-- To be called after a restore, before or after the service is started. Waits for the writers that
-- are under way, so no event of the generation before is committed after this one has begun.
create function begin_generation(who text, reason text) returns bigint language plpgsql as $$
declare
  begun bigint;
begin
  lock table outbox in share row exclusive mode;
  insert into generation (number, who, reason)
  values (
    greatest(current_generation() + 1, floor(extract(epoch from clock_timestamp()))::bigint),
    begin_generation.who,
    begin_generation.reason)
  returning number into begun;
  return begun;
end
$$;
