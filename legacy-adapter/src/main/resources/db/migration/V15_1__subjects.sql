-- What in quarantine is about is written down, and no longer guessed; and why redriving left it there.
set local statement_timeout = 0;

alter table quarantine_entry
    add column subject text check (subject in ('order', 'line', 'stock'));

update quarantine_entry
set subject =
    case when reason in ('unreadable_order', 'not_shown', 'no_lines') then 'order'
        when number is null then 'stock'
        else 'line' end;

alter table quarantine_entry
    alter column subject set not null;

comment on column quarantine_entry.within is 'which of the calls in the call it is: what was said of stock, or may be an order without a number';

alter table quarantine_action
    add column detail text;

comment on column quarantine_action.detail is 'why it came out like that; nothing of what the call says';
