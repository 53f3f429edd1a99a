-- Mails to purchasing that are still to be sent: written in the transaction of the crossing, deleted
-- once the mail server has taken the mail. No foreign key: a mail is about what was, not what is.
create table purchasing_mail (
  sku text collate "C" not null,
  -- of the event out_of_stock: one mail per crossing
  sequence bigint not null check (sequence >= 1),
  since timestamptz not null,
  attempts integer not null default 0 check (attempts >= 0),
  -- when the next try is due; while one is under way, when it is given up for dead
  due_at timestamptz not null,
  last_failure text,
  primary key (sku, sequence)
);

create index purchasing_mail_due on purchasing_mail (due_at);
