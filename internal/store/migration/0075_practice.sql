create table practice (
	id         text primary key,
	slug       text not null unique,
	state      text not null,
	revision   integer not null default 0,
	example    boolean not null default false,
	successor  text not null default '',
	created_at {{timestamp}} not null,
	updated_at {{timestamp}} not null
);

create table practice_old_slug (
	slug        text primary key,
	practice_id text not null references practice (id)
);

create table practice_revision (
	practice_id text not null references practice (id),
	number      integer not null,
	sheet       {{json}} not null,
	changed     {{json}} not null,
	author      text not null default '',
	reviewer    text not null default '',
	alone       boolean not null default false,
	reason      text not null default '',
	created_at  {{timestamp}} not null,
	primary key (practice_id, number)
);

-- What the team has written since the newest revision. The version tells one
-- save from the next.
create table practice_draft (
	practice_id text primary key references practice (id),
	version     integer not null,
	base        integer not null,
	sheet       {{json}} not null,
	stage       text not null,
	note        text not null default '',
	author_id   text not null,
	author      text not null default '',
	updated_at  {{timestamp}} not null
);
