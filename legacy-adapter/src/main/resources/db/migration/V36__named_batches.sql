-- Named batches: of a source that lists what it has promised, each batch that it names has a figure of its own, what is
-- listed of it less what is promised. Its key is the source, a tab and the batch's reference, in the column "source" of
-- reported_figure, source_stock, informed_line, set_aside, given_back and cut_over_stock.

create function figure_batch(source text, sku text) returns text
    language sql immutable parallel safe
    return case when position(E'\t' in source) > 0 then split_part(source, E'\t', 2) else source || ':' || sku end;

comment on function figure_batch is 'the reference of the batch that has these figures: a named one, or that of a SKU';

create function figure_source(source text) returns text
    language sql immutable parallel safe
    return split_part(source, E'\t', 1);

comment on function figure_source is 'the source itself, of the key of a named batch as of a source';

alter table ledger_batch add column promises_of text collate "C";

comment on column ledger_batch.promises_of is 'of a named batch the source by whose list of promises its quantity is what is left; null where it is as reported';

-- What is known of the named batches of a SKU by looking at the lists of its source.
create table looked_sku (
    source   text collate "C" not null,
    sku      text collate "C" not null,
    called   bigint           not null default 0,
    tried    bigint           not null default 0,
    looked   bigint           not null default 0,
    clear_at timestamptz,
    unclear  text,
    primary key (source, sku)
);

comment on column looked_sku.called is 'the number of the last call about one of its batches; 0 when there was none';
comment on column looked_sku.tried is 'the number of when the last look was begun that did not find it moving';
comment on column looked_sku.looked is 'the number of when the last look was begun that said what is left';
comment on column looked_sku.unclear is 'why the last look did not; null when it did';

create index looked_sku_sku on looked_sku (sku);
create index looked_sku_due on looked_sku (source) where called > tried or unclear = 'moving';

-- The day of each batch is compared as well.
alter table cut_over_stock
    add column listed_eta date,
    add column eta        date,
    add column held_eta   date;

-- The figures that count: where a SKU has batches with names, those of these.
create view figure_in_force as
select * from reported_figure as figure
where position(E'\t' in source) > 0
    or not exists (select from ledger_batch as named where named.sku = figure.sku and not named.figure);

comment on view figure_in_force is 'the figures by which our batches are sized, by the keys of reported_figure';

-- What a shop has of a SKU from the monolith.
create view sold_figure as
select source, sku, shop, qty from figure_in_force where position(E'\t' in source) = 0
union all
select figure_source(figure.source), figure.sku, figure.shop, cast(sum(figure.qty) as bigint)
from reported_figure as figure join ledger_batch as batch on batch.batchref = figure_batch(figure.source, figure.sku)
where position(E'\t' in figure.source) > 0 and batch.eta is null
group by 1, 2, 3;

comment on view sold_figure is 'of named batches the sum of those that are in the warehouse';
