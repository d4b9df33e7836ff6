-- What an organisation shows of an assessment: ids and levels of the kit only.
create table report_public (
	organisation_id text primary key references organisation (id),
	cycle_id        text not null references assessment_cycle (id),
	kit             text not null,
	answered_at     {{timestamp}} not null,
	chosen          {{json}} not null,
	at              {{timestamp}} not null
);
