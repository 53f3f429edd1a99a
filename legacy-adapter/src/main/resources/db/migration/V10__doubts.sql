-- Calls about orders that were forwarded to the monolith and have no answer yet. A row is written with the order's
-- lines, before the call is sent; an answer ends it. What is left is in doubt: nobody knows whether the monolith has it.

create sequence forward_id;

create table forward (
    id          bigint           primary key,
    shop        text collate "C" not null,
    number      text collate "C" not null,
    feed        text             not null,
    correlation text             not null,
    sent_at     timestamptz      not null default now(),
    given_up_at timestamptz,
    given_up_for text
);

comment on column forward.given_up_at is 'when the call ended without an answer; null while it is under way, and after a crash';

create index forward_order on forward (shop, number, id);

-- What people have found out about orders in doubt; kept for good.
create table doubt_settlement (
    id              bigint           generated always as identity primary key,
    shop            text collate "C" not null,
    number          text collate "C" not null,
    monolith_has_it boolean          not null,
    done_by         text             not null check (done_by <> ''),
    reason          text             not null check (reason <> ''),
    calls           integer          not null,
    at              timestamptz      not null default now()
);
