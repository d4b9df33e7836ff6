-- What an import, or its undoing, is about to do, made ready before the one
-- transaction that does it, so that others wait for that transaction only
-- briefly. Nobody reads these rows; they are forgotten afterwards.
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
	card         {{json}}, -- null = no revision is made
	changed      {{json}} not null,
	author       text not null,
	logo         text not null,
	primary key (import_id, id)
);

create table import_staged_place (
	import_id       text not null,
	organisation_id text not null,
	proposal_id     text not null,
	place_id        text not null,
	position        integer not null,
	place           {{json}} not null,
	primary key (import_id, organisation_id, proposal_id, place_id)
);

create table import_staged_proposal (
	import_id       text not null,
	id              text not null,
	organisation_id text,
	base_revision   integer not null,
	origin          text not null,
	state           text not null,
	name            text not null,
	changes         {{json}} not null,
	source          text not null,
	language        text not null,
	sender_name     text not null,
	sender_person   text not null,
	sent_at         {{timestamp}} not null,
	primary key (import_id, id)
);

create table import_staged_item (
	import_id       text not null,
	source          text not null,
	key             text not null,
	by_import       text not null,
	organisation_id text not null,
	proposal_id     text not null,
	place_id        text not null,
	said            {{json}} not null,
	applied         {{json}} not null,
	primary key (import_id, source, key)
);
create index import_step_by_row on import_step (import_id, row_number);
