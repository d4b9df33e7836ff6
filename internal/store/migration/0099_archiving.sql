-- Why and when an organisation's page leaves the atlas, or what it was told
-- that this would happen.
create table archiving (
	organisation_id text primary key references organisation (id),
	why             text not null,
	was             text not null default '',
	noticed_at      {{timestamp}},
	due_on          {{timestamp}},
	archived_at     {{timestamp}},
	person_id       text not null,
	person          text not null default ''
);
create index archiving_due on archiving (due_on) where archived_at is null;
