-- Who wants a mail when the atlas changes under a filter. The mail address and
-- the key in the links are sealed; the names of both tell nothing without the
-- key of the program.
create table saved_alert (
	id           text primary key,
	token_hash   text not null unique,
	address_name text not null,
	sealed       {{bytes}} not null,
	language     text not null,
	query        text not null,
	every        text not null, -- week or month
	created_at   {{timestamp}} not null,
	confirmed_at {{timestamp}}
);
create index saved_alert_by_filter on saved_alert (every, query);
create index saved_alert_by_address on saved_alert (address_name);

-- What a filter found when those who wait for it were last written to: a line
-- for each organisation, with its id and when its page last changed.
create table saved_alert_state (
	every  text not null,
	query  text not null,
	period text not null, -- as 2026-W47 or 2026-11
	at     {{timestamp}} not null,
	found  text not null,
	primary key (every, query)
);
