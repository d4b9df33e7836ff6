-- Two organisations that became one, with everything that it takes to part them
-- again. The record may tell of withheld places.
create table merge (
	id         text primary key,
	kept_id    text not null references organisation (id),
	gone_id    text not null references organisation (id),
	record     {{json}} not null,
	person_id  text not null,
	person     text not null default '',
	at         {{timestamp}} not null,
	undone_at  {{timestamp}},
	undone_by  text not null default ''
);
create index merge_by_kept on merge (kept_id);
create index merge_by_gone on merge (gone_id);
