-- Sheets of what organisations do for workers.
create table initiative (
	id              text primary key,
	organisation_id text not null references organisation (id),
	kit             text not null,
	copied_from     text not null default '',
	created_by      text not null,
	created_at      {{timestamp}} not null,
	archived_at     {{timestamp}}
);
create index initiative_by_organisation on initiative (organisation_id);

-- Every save of every part; the highest number of a part is the current one.
create table initiative_step (
	initiative_id text not null references initiative (id),
	section       text not null,
	number        integer not null,
	answers       {{json}} not null,
	who           text not null,
	at            {{timestamp}} not null,
	primary key (initiative_id, section, number)
);
