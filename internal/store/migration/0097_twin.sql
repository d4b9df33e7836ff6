-- What the last search took for one organisation told twice. It is derived and
-- can be made anew.
create table twin_pair (
	first_id  text not null,
	second_id text not null,
	score     double precision not null,
	reasons   {{json}} not null,
	primary key (first_id, second_id)
);

-- When it was last searched for.
create table twin_search (
	name text primary key,
	at   {{timestamp}} not null
);

-- "Not the same": who said so, why, and what the two looked like then. It holds
-- until one of them looks otherwise.
create table twin_apart (
	first_id     text not null,
	second_id    text not null,
	first_looks  text not null,
	second_looks text not null,
	why          text not null default '',
	person_id    text not null,
	person       text not null default '',
	at           {{timestamp}} not null,
	primary key (first_id, second_id)
);

-- The same, said by who fills a form in.
create table draft_apart (
	draft_id        text not null references draft (id) on delete cascade,
	organisation_id text not null,
	at              {{timestamp}} not null,
	primary key (draft_id, organisation_id)
);
