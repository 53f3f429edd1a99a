-- Our batch is never smaller than what has left of it, and each SKU of which lines gave units back is looked at in
-- its turn.

alter table source_stock
    add column despatched bigint      not null default 0 check (despatched >= 0),
    add column looks      integer     not null default 0,
    add column look_after timestamptz not null default '-infinity';

comment on column source_stock.despatched is 'units that have left for lines; the sum of taken in informed_line';
comment on column source_stock.looks is 'how often it was looked in vain how many units lines hold';
comment on column source_stock.look_after is 'when that was last done, or may be tried again';

-- While the release before this one still runs, what it takes is not counted here.
update source_stock
set despatched = taken_units.units
from (select source, sku, sum(taken) as units from informed_line group by source, sku) as taken_units
where source_stock.source = taken_units.source and source_stock.sku = taken_units.sku;

drop index source_stock_unlooked;
create index source_stock_unlooked on source_stock (look_after, source, sku) where looked < changes;
create index source_stock_despatched on source_stock (source, sku) where despatched > 0;

-- How much of a batch was noted as given back, which only grows: by this a repeat is known.
create index given_back_batch on given_back (source, sku);
