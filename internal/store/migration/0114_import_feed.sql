-- An address from which the rows of a source are fetched. It is due when
-- somebody asks, and by itself if it is to; who fetches it holds it for a while.
create table import_feed (
	id         text primary key,
	source     text not null unique,
	address    text not null,
	every      text not null default '',
	person_id  text not null,
	person     text not null default '',
	etag       text not null default '',
	modified   text not null default '',
	digest     text not null default '',
	result     text not null default '',
	problem    {{json}} not null,
	failures   integer not null default 0,
	import_id  text not null default '',
	asked      boolean not null default false,
	due_at     {{timestamp}},
	held_until {{timestamp}},
	fetched_at {{timestamp}},
	created_at {{timestamp}} not null
);
create index import_feed_by_due on import_feed (due_at);

-- What was fetched from an address; prepared = nobody has asked for it.
alter table import add column feed_id text not null default '';
alter table import add column prepared boolean not null default false;
