create table organisation (
	id           text primary key,
	slug         text not null unique,
	state        text not null,
	revision     integer not null default 0,
	example      boolean not null default false,
	confirmed_at {{timestamp}},
	confirmed_by text not null default '',
	successor    text not null default '',
	created_at   {{timestamp}} not null,
	updated_at   {{timestamp}} not null
);

create table old_slug (
	slug            text primary key,
	organisation_id text not null references organisation (id)
);

create table revision (
	organisation_id text not null references organisation (id),
	number          integer not null,
	card            {{json}} not null,
	changed         {{json}} not null,
	proposal_id     text not null default '',
	author          text not null default '',
	reviewer        text not null default '',
	reason          text not null default '',
	created_at      {{timestamp}} not null,
	primary key (organisation_id, number)
);

create table proposal (
	id              text primary key,
	organisation_id text references organisation (id),
	base_revision   integer not null,
	origin          text not null,
	state           text not null,
	name            text not null,
	changes         {{json}} not null,
	source          text not null default '',
	language        text not null,
	sender_name     text not null default '',
	sender_email    text not null default '',
	sender_role     text not null default '',
	sender_person   text not null default '',
	assigned_to     text not null default '',
	locked_by       text not null default '',
	locked_until    {{timestamp}},
	refusal_reason  text not null default '',
	sent_at         {{timestamp}} not null,
	updated_at      {{timestamp}} not null,
	decided_at      {{timestamp}}
);
create index proposal_by_state on proposal (state, sent_at);
create index proposal_by_organisation on proposal (organisation_id);

-- What a place keeps back from the public: of the published organisation
-- (proposal_id = '') or of a proposal under review.
create table exact_place (
	organisation_id text not null default '',
	proposal_id     text not null default '',
	place_id        text not null,
	position        integer not null,
	place           {{json}} not null,
	primary key (organisation_id, proposal_id, place_id)
);

create table consent (
	receipt         text not null,
	proposal_id     text not null default '',
	organisation_id text not null default '',
	purpose         text not null,
	notice_version  text not null,
	notice_hash     text not null,
	given           boolean not null,
	at              {{timestamp}} not null
);
create index consent_by_proposal on consent (proposal_id);
create index consent_by_organisation on consent (organisation_id);

create table audit (
	sequence      bigint primary key,
	at            {{timestamp}} not null,
	actor         text not null,
	action        text not null,
	object        text not null,
	details       {{json}} not null,
	previous_hash text not null,
	hash          text not null
);
create index audit_by_object on audit (object);

-- Every change of what the public sees, so that each node's caches follow.
create table public_change (
	sequence        {{id}},
	organisation_id text not null,
	at              {{timestamp}} not null
);
