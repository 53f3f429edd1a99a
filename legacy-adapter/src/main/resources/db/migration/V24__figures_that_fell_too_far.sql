-- How far a source's figure is to fall by what the source is told to set aside. One that has fallen further may have set
-- units aside twice, or has sold some: nobody sells them until somebody has found out.

alter table set_aside add column expected bigint;

comment on column set_aside.expected is 'the source''s figure once it has set aside all that it was told so far; null for what was noted by an older release';
