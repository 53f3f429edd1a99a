-- Where a dialect does not tell when an order was made: when it was begun to read all orders that the shop has, and to
-- write their lines down as the monolith's. No cut-over is possible before.

alter table pull_progress add column read_in_full_at timestamptz;

comment on column pull_progress.read_in_full_at is 'when that was begun which came to its end while everything was the monolith''s';
