-- Answers of confidential cycles until answering ends: of each person one sealed
-- row for each item, made all together with their first answer and all of one
-- length. The name of the item is a keyed one. No row has a time or a count.
create table assessment_sealed (
	participant_id text not null references assessment_participant (id) on delete cascade,
	item_name      text not null,
	cycle_id       text not null references assessment_cycle (id) on delete cascade,
	stamp          text not null,
	sealed         {{bytes}} not null,
	primary key (participant_id, item_name)
);
create index assessment_sealed_by_cycle on assessment_sealed (cycle_id);
drop table assessment_sheet;

-- Which key of its own a cycle's answers are sealed with; '' before the first.
alter table assessment_cycle add column key_id text not null default '';
