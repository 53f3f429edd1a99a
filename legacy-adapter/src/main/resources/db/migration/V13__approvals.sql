-- Orders with lines of both owners that the monolith has not accepted: our commands wait until it does.

alter table ledger_order
    add column approval text check (approval in ('awaited', 'refused')),
    add column approval_since timestamptz;

comment on column ledger_order.approval is 'awaited: the monolith was sent its part and has not answered; refused: it has refused it, and our lines with it; null: nothing waits for it';
comment on column ledger_order.approval_since is 'when it became so';

-- Few at all times: what is under way, in doubt, or to be looked at by somebody.
create index ledger_order_approval on ledger_order (approval, approval_since) where approval is not null;
