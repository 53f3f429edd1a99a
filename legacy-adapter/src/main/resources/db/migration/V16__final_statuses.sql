-- Final statuses that the monolith gives orders of which we have lines too: the shop gets them when both are done.

alter table order_state
    add column final_status text,
    add column final_held   boolean not null default false,
    add column final_since  timestamptz,
    add check ((final_status is null) = (final_since is null)),
    add check (final_status is not null or not final_held);

comment on column order_state.final_status is 'the final status that the monolith gave the order last; null: none, or it has taken it back';
comment on column order_state.final_held is 'our lines were not done then: the shop gets it from us when they are';
comment on column order_state.final_since is 'when it gave that status';
comment on column order_state.changes is 'how often allocation has moved a line, or the monolith has given another status';
