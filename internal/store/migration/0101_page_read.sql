-- How often a kind of page was read on a day, of pages of organisations each
-- one apart. Nothing of who read.
create table page_read (
	day             text not null, -- as 2026-11-22, in UTC
	page            text not null,
	organisation_id text not null default '',
	reads           integer not null,
	primary key (day, page, organisation_id)
);
create index page_read_by_organisation on page_read (organisation_id, day);
