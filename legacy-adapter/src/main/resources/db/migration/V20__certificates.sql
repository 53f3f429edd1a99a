-- Certificates of switches, each with the hash of the one before: a chain. And the events that announce what has
-- changed, an outbox of which each row is sent until the broker has confirmed it. Both are written with the switch, and kept.

create table certificate (
    id         integer          primary key check (id > 0),
    cut_over   bigint           not null unique,
    previous   text collate "C" not null unique,
    document   text collate "C" not null,
    hash       text collate "C" not null unique check (hash = encode(sha256(convert_to(document, 'UTF8')), 'hex')),
    written_at timestamptz      not null default now()
);

comment on column certificate.cut_over is 'the switch it is about';
comment on column certificate.document is 'canonical JSON, with id and previous; hash is its SHA-256';

create table certificate_list (
    certificate integer          not null references certificate,
    name        text             not null check (name in ('monolith', 'ledger', 'allocation', 'skus')),
    content     text collate "C" not null,
    primary key (certificate, name)
);

comment on column certificate_list.content is 'what the SHA-256 in the certificate is of';

create function certificate_follows_the_last() returns trigger language plpgsql as
$$
begin
    if (new.id, new.previous) <>
       (select coalesce(max(id), 0) + 1, coalesce((array_agg(hash order by id desc))[1], repeat('0', 64)) from certificate)
    then
        raise exception 'certificate % does not follow the last one', new.id;
    end if;
    return new;
end
$$;

create trigger certificate_chain before insert on certificate
    for each row execute function certificate_follows_the_last();

create function certificate_stays() returns trigger language plpgsql as
$$
begin
    raise exception 'a certificate is never changed or deleted';
end
$$;

create trigger certificate_stays before update or delete or truncate on certificate
    for each statement execute function certificate_stays();

create trigger certificate_list_stays before update or delete or truncate on certificate_list
    for each statement execute function certificate_stays();

create table legacy_event (
    id           bigint           generated always as identity primary key,
    type         text             not null check (type in ('sku_cut_over', 'sku_rolled_back', 'sku_settled')),
    sku          text collate "C" not null,
    sequence     integer          not null check (sequence > 0),
    from_route   text             not null check (from_route in ('legacy', 'new')),
    to_route     text             not null check (to_route in ('legacy', 'new') and to_route <> from_route),
    epoch        integer          not null check (epoch > 0),
    wave         text collate "C" not null,
    certificate  integer          not null references certificate,
    at           timestamptz      not null,
    confirmed_at timestamptz,
    unique (sku, sequence)
);

comment on column legacy_event.sequence is 'of the events of its SKU: 1, 2, 3 ... without gaps';

-- Of each epoch one event says that it has begun, and at most one that nothing of the old owner is left.
create unique index legacy_event_switched on legacy_event (sku, epoch) where type <> 'sku_settled';
create unique index legacy_event_settled on legacy_event (sku, epoch) where type = 'sku_settled';
create index legacy_event_unconfirmed on legacy_event (sku, sequence) where confirmed_at is null;
