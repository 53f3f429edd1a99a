-- What is looked for by the SKUs of a wave, while its products are frozen: by them alone, so that no time grows with
-- what there is beside. Without these indexes whole tables were read, once for each SKU of the wave.

-- Open lines of ours, as there are those of the monolith. With a million lines a rollback of a thousand SKUs could not
-- even be planned. A line is in it until it is despatched or cancelled: it grows with what is open, not with the ledger.
create index ledger_line_ours on ledger_line (sku) where owner = 'new' and state = 'ordered';

-- Whatever its shop and its source. Their SKUs never change, so what changes in place costs nothing more.
create index shop_figure_sku on shop_figure (sku);
create index source_stock_sku on source_stock (sku);
