-- Events, written in the transaction of the change and kept after publishing as history.
create table outbox (
  -- what it is about: a product's SKU, or the message id of a command that was set aside
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
  -- who asked for it, as far as the door could tell
  who text,
  published_at timestamptz,
  primary key (subject, sequence, topic)
);

create index outbox_unpublished on outbox (shard, subject, sequence) where published_at is null;
