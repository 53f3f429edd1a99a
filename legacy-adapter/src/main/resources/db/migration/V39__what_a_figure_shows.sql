-- Which of the monolith's lines a figure shows for certain is known by what came before it, and not by how long ago they
-- were fed: on a busy machine, or from a monolith that reports seldom, that says nothing.

alter table reported_figure add column stands_since timestamptz;

comment on column reported_figure.stands_since is 'when this figure was first taken in; null where that was before this was noted';

alter table shadow_change add column shows timestamptz;

comment on column shadow_change.shows is 'of a figure: since when the one before it had stood, after which it was read in the monolith; null where that is not known';

alter table shadow_sku
    add column figure_at timestamptz,
    add column shown_at timestamptz;

comment on column shadow_sku.figure_at is 'when its figure was reported last, the same once more too; null since it was based';

comment on column shadow_sku.shown_at is 'what the monolith had decided by then its last figure shows for certain; null for nothing';

alter table shadow_line add column given_at timestamptz;

comment on column shadow_line.given_at is 'when it was seen that the monolith has answered the last call about it; null while it has not';
