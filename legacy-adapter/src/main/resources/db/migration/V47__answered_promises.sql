-- Where it is known from the monolith's answers to orders what it has promised of named batches: how it was at the last
-- look that could tell what is left. By that it is seen what has left since.

create table answered_batch (
    source    text collate "C" not null,
    sku       text collate "C" not null,
    batchref  text collate "C" not null,
    quantity  bigint           not null,
    looked_at timestamptz      not null,
    lowest    bigint           not null,
    lowest_at timestamptz      not null,
    primary key (source, sku, batchref)
);

comment on column answered_batch.quantity is 'as it was listed then';
comment on column answered_batch.looked_at is 'when it was known what is promised of it';
comment on column answered_batch.lowest is 'the lowest quantity that was listed since';
comment on column answered_batch.lowest_at is 'no sooner than that was listed first';

-- The lines of the monolith that were open then.
create table answered_line (
    source text collate "C" not null,
    sku    text collate "C" not null,
    shop   text collate "C" not null,
    number text collate "C" not null,
    lineid text collate "C" not null,
    primary key (source, sku, shop, number, lineid)
);
