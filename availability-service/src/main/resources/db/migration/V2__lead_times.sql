-- How long goods take from the warehouse to a destination. Edited over HTTP, read into memory.

create table lead_time (
  -- A country, a country and the beginning of a postcode such as GB-BT, or * for everywhere else.
  destination text collate "C" primary key,
  handling_days integer not null check (handling_days between 0 and 365),
  transit_days integer not null check (transit_days between 0 and 365),
  -- Such as Mon-Fri.
  weekdays text not null,
  -- The warehouse's local time.
  cut_off time not null,
  -- Names of calendars, separated by spaces.
  holidays text not null
);

-- One row, raised by every edit in its transaction; 0: the table was never filled.
create table lead_time_revision (
  id integer primary key check (id = 1),
  revision bigint not null check (revision >= 0)
);

insert into lead_time_revision (id, revision) values (1, 0);
