-- What is known of a row of a source. What it said is kept as digests only.
create table import_item (
	source          text not null,
	key             text not null,
	import_id       text not null,
	organisation_id text not null default '',
	proposal_id     text not null default '',
	place_id        text not null default '',
	said            {{json}} not null,
	applied         {{json}} not null,
	primary key (source, key)
);

-- What an import did, and what was there before, until it is undone.
create table import_step (
	import_id       text not null references import (id) on delete cascade,
	row_number      integer not null,
	key             text not null,
	name            text not null,
	outcome         text not null,
	organisation_id text not null default '',
	proposal_id     text not null default '',
	revision        integer not null default 0,
	before          {{json}} not null,
	primary key (import_id, key)
);
