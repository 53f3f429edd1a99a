-- What waits in quarantine is redriven or discarded, and who did so is written down. An order may
-- wait for those of its lines that are refused.

alter table quarantine_entry
    add column state        text        not null default 'waiting' check (state in ('waiting', 'redriven', 'discarded')),
    add column place        integer     not null default -1,
    add column image        text,
    add column holds        boolean     not null default false,
    add column seen         integer     not null default 1,
    add column last_seen_at timestamptz not null default now(),
    add column settled_at   timestamptz,
    add check ((state = 'waiting') = (settled_at is null)),
    alter column document drop not null;

comment on column quarantine_entry.fingerprint is 'what is refused and why: the same thing shown again is counted, not recorded again';
comment on column quarantine_entry.document is 'the call in which it was last seen with other words around it; null once that is deleted';
comment on column quarantine_entry.place is 'which line of the order it is, counted from 0; -1 for the order as a whole';
comment on column quarantine_entry.image is 'what the order said in that call, as ledger_order.image has it: as long as the two are equal nothing later is known';
comment on column quarantine_entry.holds is 'while it waits, so do the commands of its order';

update quarantine_entry set last_seen_at = received_at;

-- What is counted, what an order waits for, and what is old enough to be deleted.
create index quarantine_entry_waiting on quarantine_entry (reason, received_at) where state = 'waiting';
create index quarantine_entry_unsettled on quarantine_entry (last_seen_at) where state = 'waiting' and document is not null;
create index quarantine_entry_settled on quarantine_entry (settled_at) where state <> 'waiting' and document is not null;
create index quarantine_entry_document on quarantine_entry (document);
create index quarantine_document_age on quarantine_document (received_at);

create table quarantine_action (
    id      bigint      generated always as identity primary key,
    entry   bigint      not null references quarantine_entry,
    done_at timestamptz not null default now(),
    done_by text        not null,
    action  text        not null,
    why     text        not null,
    outcome text        not null
);

comment on table quarantine_action is 'kept for good, also when the call itself is deleted';

create index quarantine_action_entry on quarantine_action (entry);

alter table ledger_order add column held boolean not null default false;

comment on column ledger_order.held is 'its commands wait for what is in quarantine';

-- A file of what came in before may be replayed at any time.
alter table ledger_order add column as_of timestamptz;

comment on column ledger_order.as_of is 'when that came which last changed the order, by our clock; what came before it is no news';

drop index ledger_order_unconfirmed;
create index ledger_order_unconfirmed on ledger_order (changed_at) where confirmed < changes and not held;
