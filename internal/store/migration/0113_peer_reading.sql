-- Who was invited to read the evidence of another organisation's closed
-- self-assessment, and how it went.
create table peer_reading (
	id              text primary key,
	cycle_id        text not null references assessment_cycle (id),
	organisation_id text not null references organisation (id),
	reader_id       text not null references organisation (id),
	message         text not null default '',
	invited_by      text not null,
	invited_at      {{timestamp}} not null,
	accepted_at     {{timestamp}},
	done_at         {{timestamp}},
	declined_at     {{timestamp}},
	withdrawn_at    {{timestamp}}
);
create index peer_reading_by_cycle on peer_reading (cycle_id);
create index peer_reading_by_reader on peer_reading (reader_id);

-- What the reader says of an item, every version; the highest number counts.
create table peer_comment (
	reading_id text not null references peer_reading (id),
	item       text not null,
	number     integer not null,
	text       text not null,
	person_id  text not null,
	at         {{timestamp}} not null,
	primary key (reading_id, item, number)
);
