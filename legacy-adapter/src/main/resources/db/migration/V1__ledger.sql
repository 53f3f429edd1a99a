-- What was seen of every old order. Revisions come from here and nowhere else.

create table ledger_order (
    shop            text collate "C" not null,
    number          text collate "C" not null,
    cancelled       boolean          not null default false,
    image           text,
    shop_updated_at timestamp,
    first_seen_at   timestamptz      not null default now(),
    primary key (shop, number),
    check (octet_length(shop) between 1 and 255),
    check (octet_length(number) between 1 and 255)
);

comment on column ledger_order.image is 'fingerprint of what the order last said; null before the first sight is complete';
comment on column ledger_order.shop_updated_at is 'by the shop''s own clock, as it was written there';

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
    confirmed     boolean          not null,
    correlation   text             not null,
    changed_at    timestamptz      not null,
    primary key (shop, number, sku, lineid),
    foreign key (shop, number) references ledger_order,
    check (octet_length(sku) between 1 and 255),
    check (octet_length(lineid) <= 255),
    check (qty >= 1),
    check (revision >= 1),
    check (state in ('ordered', 'cancelled')),
    check ((state = 'cancelled') = (cancelled_for is not null)),
    check (owner in ('new', 'monolith'))
);

comment on column ledger_line.confirmed is 'whether the broker has confirmed the command of this revision, or none is needed';

-- Small at all times: only what is under way or was left by a crash.
create index ledger_line_unconfirmed on ledger_line (changed_at) where not confirmed;

-- The two rules of the register, held here too: whatever the code does, a revision never falls
-- and a line never changes hands.
create function ledger_line_keeps_its_rules() returns trigger language plpgsql as
$$
begin
    if new.revision < old.revision then
        raise exception 'revision of % % % falls', old.number, old.sku, old.lineid;
    end if;
    if new.owner <> old.owner then
        raise exception 'owner of % % % changes', old.number, old.sku, old.lineid;
    end if;
    return new;
end
$$;

create trigger ledger_line_rules before update of revision, owner on ledger_line
    for each row execute function ledger_line_keeps_its_rules();
