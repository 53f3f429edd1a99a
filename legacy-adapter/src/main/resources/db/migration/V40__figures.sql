-- Figures of shadowed SKUs, compared with what would be left by the shadow's decisions.

create table judged_figure (
    sku         text collate "C" not null,
    id          bigint           not null,
    basing      integer          not null check (basing > 0),
    figure      bigint           not null,
    received_at timestamptz      not null,
    judged_at   timestamptz,
    primary key (sku, id)
);

comment on column judged_figure.id is 'the place among all that was fed, as of judged_call';
comment on column judged_figure.figure is 'as the monolith has reported it; negative when it has promised more than it has';
comment on column judged_figure.judged_at is 'when it was compared, or said nothing; null while it waits';

-- What is left to be judged: small, unless the judge is behind.
create index judged_figure_open on judged_figure (sku, id) where judged_at is null;

-- Where the interval of a SKU begins that the next figure has to show.
create table compared_figure (
    sku           text collate "C" primary key,
    basing        integer          not null,
    id            bigint           not null,
    figure        bigint           not null,
    held          bigint           not null,
    at            timestamptz      not null,
    differs_since timestamptz
);

comment on column compared_figure.id is 'the place of the figure that was compared last; 0 for none in this basing: then it is the one on which the SKU was based';
comment on column compared_figure.figure is 'that figure; or what it would be once lines hold so many units, by the shadow''s decisions';
comment on column compared_figure.held is 'units that lines have in the shadow with that figure';
comment on column compared_figure.at is 'when the figure was reported that was compared last';
comment on column compared_figure.differs_since is 'when a figure of the interval was first seen to differ; it is looked at once more';

comment on column verdict.call is 'what was judged: the place of the call, or of the figure, among all that was fed';
