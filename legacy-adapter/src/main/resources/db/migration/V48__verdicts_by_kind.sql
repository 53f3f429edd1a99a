-- The latest verdicts of a rare kind were looked for in it, through all those of the other kinds.
-- contract: nobody reads it since 1.0.0
drop index concurrently if exists verdict_by_id;
