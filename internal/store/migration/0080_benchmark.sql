-- What each organisation allows to be done with its closed self-assessments:
-- every choice that was ever made; the newest counts.
create table sharing_choice (
	organisation_id text not null references organisation (id),
	number          integer not null,
	compare         boolean not null,
	research        boolean not null,
	person_id       text not null,
	at              {{timestamp}} not null,
	primary key (organisation_id, number)
);

-- Closed cycles of the whole kit as numbers. A closed cycle never changes.
create table assessment_score (
	cycle_id        text primary key references assessment_cycle (id),
	organisation_id text not null references organisation (id),
	kit             text not null,
	mode            text not null,
	closed_at       {{timestamp}} not null,
	respondents     integer not null,
	dimensions      {{json}} not null,
	items           {{json}} not null
);
create index assessment_score_by_organisation on assessment_score (organisation_id, closed_at);

-- What is published of each group: never a figure below the gates. The state
-- says which cycles entered the figures together, so that the next snapshot
-- tells of nobody either.
create table benchmark_snapshot (
	group_kind text not null,
	group_code text not null,
	dimension  text not null,
	figures    {{json}} not null,
	state      {{json}} not null,
	built_at   {{timestamp}} not null,
	primary key (group_kind, group_code, dimension)
);
