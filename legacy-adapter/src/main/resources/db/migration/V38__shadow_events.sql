-- Others are told which SKUs are in the shadow, among the events about routes and numbered with them.
-- few rows: legacy_event, because a SKU has a few rows for each change of its route.

alter table legacy_event
    drop constraint legacy_event_type_check,
    add constraint legacy_event_type_check check (type in
        ('sku_cut_over', 'sku_rolled_back', 'sku_settled', 'sku_shadowed', 'sku_unshadowed')),
    alter column from_route drop not null,
    alter column to_route drop not null,
    alter column epoch drop not null,
    alter column certificate drop not null,
    add column basing integer,
    add constraint legacy_event_about check
        ((basing is null) = (from_route is not null and to_route is not null and epoch is not null
            and certificate is not null));

comment on column legacy_event.basing is 'of an event about the shadow, which changes no route: how often the SKU has been based there';
