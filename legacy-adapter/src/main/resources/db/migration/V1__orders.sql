-- The ledger of orders: what was seen of every order of the old shops. Their revisions come from here
-- and nowhere else.
--
-- There is one file for each topic. A migration is never edited: what changes, changes in a new file.

create table ledger_order (
    shop            text collate "C" not null,
    number          text collate "C" not null,
    cancelled       boolean          not null default false,
    image           text,
    shop_updated_at timestamp,
    first_seen_at   timestamptz      not null default now(),
    changes         integer          not null default 0,
    confirmed       integer          not null default 0,
    changed_at      timestamptz      not null default now(),
    held            boolean          not null default false,
    as_of           timestamptz,
    primary key (shop, number),
    check (octet_length(shop) between 1 and 255),
    check (octet_length(number) between 1 and 255)
);

comment on column ledger_order.image is 'fingerprint of the order as it was last received; null until all of it was taken in once';
comment on column ledger_order.shop_updated_at is 'by the shop''s own clock, as it was written there';
comment on column ledger_order.changes is 'how often the order has changed';
comment on column ledger_order.confirmed is 'the broker has confirmed the commands of the changes up to this one';
comment on column ledger_order.held is 'its commands wait for what is in quarantine';
comment on column ledger_order.as_of is 'by our clock: when the call was received that last changed the order; what was received before is not applied';

-- An order is confirmed as a whole: one row to write, however many lines it has. Both indexes are small at
-- all times: only what is under way or was left by a crash, and what waits for the quarantine.
create index ledger_order_unconfirmed on ledger_order (changed_at) where confirmed < changes and not held;
create index ledger_order_held on ledger_order (changed_at) where confirmed < changes and held;

-- The lines of those orders. Where allocation has placed a line is known from its events.
create table ledger_line (
    shop          text collate "C" not null,
    number        text collate "C" not null,
    sku           text collate "C" not null,
    lineid        text collate "C" not null,
    qty           integer          not null,
    revision      integer          not null,
    state         text             not null,
    cancelled_for text,
    owner         text             not null,
    correlation   text             not null,
    sent_with     integer          not null default 0,
    placed        integer,
    placement     text,
    placed_in     text collate "C",
    expected      date,
    placed_by     bigint           not null default 0,
    primary key (shop, number, sku, lineid),
    foreign key (shop, number) references ledger_order,
    check (octet_length(sku) between 1 and 255),
    check (octet_length(lineid) <= 255),
    check (qty >= 1),
    check (revision >= 1),
    check (state in ('ordered', 'cancelled', 'despatched')),
    check ((state = 'cancelled') = (cancelled_for is not null)),
    check (owner in ('new', 'monolith')),
    check (placement in ('allocated', 'backordered', 'cancelled', 'despatched'))
);

comment on column ledger_line.sent_with is 'the change that brought the command of this revision; 0 when none is needed';
comment on column ledger_line.placed is 'units that are allocated, backordered or despatched; null while none are';
comment on column ledger_line.expected is 'when the batch arrives; null when it is in the warehouse';
comment on column ledger_line.placed_by is 'the number of the event that placed it, among those of the SKU';

-- Lines on their way to allocation: few, unless allocation is behind.
create index ledger_line_unplaced on ledger_line (sku) include (qty)
    where owner = 'new' and sent_with > 0 and state <> 'cancelled' and placed is distinct from qty;

-- The rules of a line's register, held here too: whatever the code does, a revision never falls, a line never
-- changes its owner, and a despatched line stays as it is.
create function ledger_line_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.revision < old.revision then
        raise exception 'revision of % % % falls', old.number, old.sku, old.lineid;
    end if;
    if new.owner <> old.owner then
        raise exception 'owner of % % % changes', old.number, old.sku, old.lineid;
    end if;
    if old.state = 'despatched' and (new.state, new.qty, new.revision) is distinct from (old.state, old.qty, old.revision) then
        raise exception '% % % is despatched and cannot change', old.number, old.sku, old.lineid;
    end if;
    return new;
end
$$;

create trigger ledger_line_rules before update of revision, owner, state, qty on ledger_line
    for each row execute function ledger_line_keeps_its_rules();
