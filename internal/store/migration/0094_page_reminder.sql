-- Whom an organisation's page was asked about, and what they said. Who answers
-- holds the token; the mail address is not kept.
create table page_reminder (
	token_hash      text primary key,
	organisation_id text not null references organisation (id),
	person_id       text not null default '',
	sent_at         {{timestamp}} not null,
	answer          text not null default ''
);
create index page_reminder_by_organisation on page_reminder (organisation_id, sent_at);
create index page_reminder_by_time on page_reminder (sent_at);

-- Addresses, as hashes, that want no more reminders.
create table page_reminder_stop (
	address_hash text primary key,
	at           {{timestamp}} not null
);
