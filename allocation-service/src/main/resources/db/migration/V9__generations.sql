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

alter table outbox add column generation bigint not null default 1;
