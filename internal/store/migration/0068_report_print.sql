-- The PDF of a report in one language, and how far it has come.
create table report_print (
	cycle_id      text not null references assessment_cycle (id) on delete cascade,
	language      text not null,
	state         text not null,
	reason        text not null default '',
	file          text not null default '',
	attempt       integer not null default 0,
	person_id     text not null,
	requested_at  {{timestamp}} not null,
	claimed_until {{timestamp}},
	done_at       {{timestamp}},
	primary key (cycle_id, language)
);
create index report_print_by_state on report_print (state, requested_at);
