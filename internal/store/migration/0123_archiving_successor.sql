-- What took the place of an organisation that has left, where it has no page
-- here: its name and its web address.
alter table archiving add column successor_name text not null default '';
alter table archiving add column successor_website text not null default '';
