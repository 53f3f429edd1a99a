-- Stock by source: what a source, a monolith, reported of a SKU to each shop. What is sent of it is in ledger_batch.

create table reported_figure (
    source   text collate "C" not null,
    sku      text collate "C" not null,
    shop     text collate "C" not null,
    qty      bigint           not null,
    called   bigint           not null,
    qty_said bigint           not null,
    primary key (source, sku, shop)
);

comment on column reported_figure.qty is 'net of what the source has promised itself; negative when that is more than it has';
comment on column reported_figure.called is 'the number of the last call that reported it; 0 when only opening stock has';
comment on column reported_figure.qty_said is 'the same, or the number of when the opening list was asked for; 0 for a list of unknown age';

-- Up to now each shop was a source, and what was sent was what had been reported.
insert into reported_figure (source, sku, shop, qty, called, qty_said)
select shop, sku, shop, qty, called, qty_said from ledger_batch where figure;

-- Only of SKUs of which the source knows that lines hold units.
create table source_stock (
    source       text collate "C" not null,
    sku          text collate "C" not null,
    uncounted    bigint           not null default 0 check (uncounted >= 0),
    pending      bigint           not null default 0 check (pending >= 0),
    to_give_back bigint           not null default 0 check (to_give_back >= 0),
    primary key (source, sku)
);

comment on column source_stock.uncounted is 'units that lines hold and the figure does not count any more; the batch is the figure and these';
comment on column source_stock.pending is 'units of lines of which the source was informed, and that its figure still counts';
comment on column source_stock.to_give_back is 'units that the source has set aside for lines that do not hold them any more';
