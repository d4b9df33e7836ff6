-- A file of organisations on its way into the atlas.
create table import (
	id         text primary key,
	source     text not null,
	file_name  text not null default '',
	state      text not null,
	options    {{json}} not null,
	mapping    {{json}} not null,
	report     {{json}} not null,
	person_id  text not null,
	person     text not null default '',
	created_at {{timestamp}} not null,
	updated_at {{timestamp}} not null
);
create index import_by_state on import (state, updated_at);

-- Its bytes, until it is carried out. They may tell of withheld places.
create table import_file (
	import_id text primary key references import (id) on delete cascade,
	file      {{bytes}} not null
);

-- What the headings of a source mean.
create table import_source (
	source     text primary key,
	mapping    {{json}} not null,
	updated_at {{timestamp}} not null
);
