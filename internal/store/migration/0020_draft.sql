-- A questionnaire on its way to being sent.
create table draft (
	id              text primary key,
	questionnaire   text not null,
	version         integer not null,
	origin          text not null,
	organisation_id text not null default '',
	base_revision   integer not null default 0,
	person_id       text not null default '',
	language        text not null,
	address         text not null default '',
	begun_at        {{timestamp}} not null,
	saved_at        {{timestamp}} not null,
	sent_at         {{timestamp}},
	proposal_id     text not null default ''
);
create index draft_by_saved on draft (saved_at);
create index draft_by_proposal on draft (proposal_id);

-- Hashes of what opens a draft: the key of a browser, or the token of a mailed
-- link.
create table draft_key (
	draft_id   text not null references draft (id) on delete cascade,
	hash       text not null,
	kind       text not null,
	created_at {{timestamp}} not null,
	primary key (draft_id, hash)
);
create index draft_key_by_hash on draft_key (hash);

-- Every save of every page; the highest number of a page is the current one.
create table draft_step (
	draft_id text not null references draft (id) on delete cascade,
	page     text not null,
	number   integer not null,
	answers  {{json}} not null,
	who      text not null,
	at       {{timestamp}} not null,
	primary key (draft_id, page, number)
);

-- What was answered, by variable, for research: only ever added to. Direct
-- identifiers are kept with the proposal, not here.
create table answer (
	proposal_id   text not null,
	questionnaire text not null,
	version       integer not null,
	variable      text not null,
	item          text not null default '',
	value         {{json}} not null,
	missing       integer not null default 0,
	who           text not null,
	at            {{timestamp}} not null
);
create index answer_by_proposal on answer (proposal_id);
create index answer_by_variable on answer (variable);

-- Links by which a sender proves that an address is theirs.
create table confirmation (
	hash        text primary key,
	proposal_id text not null references proposal (id),
	created_at  {{timestamp}} not null
);
