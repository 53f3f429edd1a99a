-- Products of which the monolith reports batches by reference can be in the shadow too: each batch by itself, with what
-- the monolith's list of promises says that its lines have of it.

create table shadow_batch (
    sku      text collate "C" not null,
    batchref text collate "C" not null,
    figure   bigint           not null,
    eta      date,
    units    bigint           not null check (units >= 0),
    revision integer          not null check (revision > 0),
    forgotten bigint          not null default 0 check (forgotten >= 0),
    primary key (sku, batchref)
);

comment on table shadow_batch is 'named batches of SKUs in the shadow, as they were fed last';
comment on column shadow_batch.figure is 'what the monolith has left of it to promise';
comment on column shadow_batch.units is 'that, and the units that lines have there that were fed';
comment on column shadow_batch.forgotten is 'units of despatched lines whose rows are forgotten: they stay in the batch for good';

-- What of a line's units the monolith has promised of which batch, by the list of its promises.
alter table shadow_line
    add column promised_of text[],
    add column promised    bigint[],
    add column listed      boolean not null default false;

comment on column shadow_line.listed is 'whether the last list still had them';

-- A look at named batches that is still to be fed: the batches, and all promises of them; then the batches as they are sent.
alter table shadow_change
    add column batchrefs       text[],
    add column figures         bigint[],
    add column etas            date[],
    add column promised_of     text[],
    add column promised_to     text[],
    add column promised_items  text[],
    add column promised        bigint[],
    add column has_gone        boolean,
    add column sized           text[],
    add column sized_units     bigint[],
    add column sized_revisions integer[],
    add column sized_etas      date[];

comment on column shadow_change.has_gone is 'whether promises go on to be listed whose goods have left';

alter table looked_sku
    add column shown        text,
    add column shown_basing integer;

comment on column looked_sku.shown is 'what of its batches and promises was written down for the shadow last, in that basing';
