-- Numbers in the order in which changes became visible, given once they are:
-- docs/adr/0117. SQLite commits one after the other, so its sequence is that order.
alter table public_change add column number bigint;
update public_change set number = sequence;
create unique index public_change_by_number on public_change (number);
create index public_change_unnumbered on public_change (sequence) where number is null;
