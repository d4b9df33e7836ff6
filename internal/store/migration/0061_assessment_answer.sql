-- Answers of named cycles, every one that was ever saved; the highest number of
-- an item is the current one.
create table assessment_answer (
	participant_id text not null references assessment_participant (id) on delete cascade,
	item           text not null,
	number         integer not null,
	code           text not null,
	reason         text not null default '',
	note           text not null default '',
	evidence       {{json}} not null,
	at             {{timestamp}} not null,
	primary key (participant_id, item, number)
);

-- Answers of confidential cycles until answering ends: all of one person in one
-- sealed record, always of the same length. It has neither a time nor a count
-- of saves.
create table assessment_sheet (
	participant_id text primary key references assessment_participant (id) on delete cascade,
	cycle_id       text not null references assessment_cycle (id) on delete cascade,
	stamp          text not null,
	key_id         text not null,
	sealed         {{bytes}} not null
);
create index assessment_sheet_by_cycle on assessment_sheet (cycle_id);

-- What becomes of them: for each item how often each level was chosen, and the
-- texts in the order of the alphabet. Nothing in it belongs to a person.
create table assessment_pool (
	cycle_id text primary key references assessment_cycle (id),
	answers  {{json}} not null
);
