-- What the meeting decided about each item, every decision that was ever made;
-- the highest number is the current one.
create table assessment_consensus (
	cycle_id  text not null references assessment_cycle (id),
	item      text not null,
	number    integer not null,
	code      text not null,
	both_kept boolean not null,
	reason    text not null,
	evidence  {{json}} not null,
	who       text not null,
	at        {{timestamp}} not null,
	primary key (cycle_id, item, number)
);
