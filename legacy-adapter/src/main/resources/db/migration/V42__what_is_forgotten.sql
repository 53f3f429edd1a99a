-- What was fed and judged long ago is forgotten, once nothing needs it any more.

alter table shadow_sku add column forgotten bigint not null default 0;

comment on column shadow_sku.forgotten is 'units of despatched lines whose rows are forgotten: they stay in the batch for good, with those of earlier';
