-- Which products allocation-service is to have open or closed, by the routes of their SKUs: an outbox, of which each
-- row is sent until the broker has confirmed it. There is none for a product that is open and was never closed.

create table sku_openness (
    sku        text collate "C" primary key,
    open       boolean          not null,
    revision   integer          not null check (revision >= 0),
    confirmed  boolean          not null default false,
    changed_at timestamptz      not null default now()
);

comment on column sku_openness.revision is 'the epoch of the SKU: the higher one counts in allocation-service';

create index sku_openness_unconfirmed on sku_openness (changed_at) where not confirmed;
