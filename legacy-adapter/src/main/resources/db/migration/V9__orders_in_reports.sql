-- Which orders a comparison has found, the first of them: whoever reads a report asks for one.
alter table pull_report
    add column missing_orders  text[] not null default '{}',
    add column outdated_orders text[] not null default '{}';
