-- When list, ledger and allocation-service were last seen to agree at two looks. While orders flow a single look may find
-- something on its way; that is no disagreement before it counts.

alter table reconciled_stock add column agreed_at timestamptz;
