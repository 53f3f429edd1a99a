-- One message id is one command: what was understood of it, as the first 128 bits of its SHA-256.
-- Absent in rows from before; their ids count as repeated whatever comes under them.
alter table inbox add column content uuid;

-- The id under which the message came, where another command had it before; then message_id is
-- one of our own.
alter table inbox add column came_as text collate "C";

create index inbox_came_as on inbox (came_as) where came_as is not null;

alter table command_audit drop constraint command_audit_action_check;
alter table command_audit add check (action in ('redrive', 'discard', 'correct'));
