-- What is made ready of an import holds its cards apart: whoever looks at the
-- pages reads few bytes each. What an attempt had made ready before is made ready
-- again.
drop table import_staged_page;

create table import_staged_page (
	import_id    text not null,
	id           text not null, -- of the organisation
	slug         text not null,
	was_revision integer not null, -- -1 = there is none yet
	was_state    text not null,
	state        text not null,
	revision     integer not null,
	example      boolean not null,
	confirmed_at {{timestamp}},
	confirmed_by text not null,
	created_at   {{timestamp}} not null,
	updated_at   {{timestamp}} not null,
	moved        boolean not null, -- its places are replaced
	primary key (import_id, id)
);

create table import_staged_revision (
	import_id text not null,
	id        text not null, -- of the organisation
	number    integer not null,
	card      {{json}} not null,
	changed   {{json}} not null,
	author    text not null,
	logo      text not null,
	at        {{timestamp}} not null,
	primary key (import_id, id)
);
