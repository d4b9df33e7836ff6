-- One self-assessment of an organisation with one version of the kit. Once
-- closed_at is set, nothing that belongs to it changes any more.
create table assessment_cycle (
	id              text primary key,
	organisation_id text not null references organisation (id),
	kit             text not null,
	kit_version     text not null,
	extent          text not null,
	mode            text not null,
	label           text not null,
	until           {{timestamp}},
	room_key        text not null default '',
	answers_of      text not null,
	reopened_from   text not null default '',
	reason          text not null default '',
	created_by      text not null,
	created_at      {{timestamp}} not null,
	answered_at     {{timestamp}},
	ended_at        {{timestamp}},
	closed_at       {{timestamp}},
	respondents     integer not null default 0
);
create index assessment_cycle_by_organisation on assessment_cycle (organisation_id);
create index assessment_cycle_open on assessment_cycle (until) where ended_at is null;
create unique index assessment_cycle_by_room on assessment_cycle (room_key) where room_key <> '';
create unique index assessment_cycle_reopened on assessment_cycle (reopened_from) where reopened_from <> '';

-- Who answers. open says that answers are still taken: ending a cycle closes
-- every participant first, so that a save is before it or refused.
create table assessment_participant (
	id          text primary key,
	cycle_id    text not null references assessment_cycle (id) on delete cascade,
	name        text not null default '',
	email       text not null default '',
	language    text not null,
	joined_at   {{timestamp}} not null,
	reminded_at {{timestamp}},
	finished_at {{timestamp}},
	open        boolean not null default true
);
create index assessment_participant_by_cycle on assessment_participant (cycle_id);

-- Hashes of the personal links.
create table assessment_key (
	hash           text primary key,
	participant_id text not null references assessment_participant (id) on delete cascade,
	created_at     {{timestamp}} not null
);
create index assessment_key_by_participant on assessment_key (participant_id);
