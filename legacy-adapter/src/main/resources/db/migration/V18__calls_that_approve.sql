-- Which of the calls without an answer commands of ours wait for. Another one, sent before the order had such commands,
-- says nothing about them: neither is its acceptance their approval, nor does it keep a refusal from being one.

-- True of a row that the release before has written, which did not tell them apart.
alter table forward add column approves boolean not null default true;

comment on column forward.approves is 'whether commands of ours wait for it to be accepted';
