-- Addresses of programs that are told when what is published changes. The secret
-- that signs is sealed.
create table webhook (
	id           text primary key,
	address      text not null,
	query        text not null, -- of the atlas
	sealed       {{bytes}} not null,
	created_by   text not null,
	created_at   {{timestamp}} not null,
	stopped_at   {{timestamp}},
	stopped_why  text not null default '', -- '', paused, failing or gone
	moment_last  bigint not null, -- up to where the public changes have been queued
	moment_seen  bigint not null
);

-- Which organisations a program knows, where its filter is not everything.
create table webhook_known (
	webhook_id      text not null references webhook (id) on delete cascade,
	organisation_id text not null,
	primary key (webhook_id, organisation_id)
);

create table webhook_delivery (
	id              text primary key,
	webhook_id      text not null references webhook (id) on delete cascade,
	kind            text not null, -- organisation.changed, organisation.removed or test
	organisation_id text not null,
	created_at      {{timestamp}} not null,
	next_at         {{timestamp}}, -- null = no further attempt
	attempts        integer not null default 0,
	last_at         {{timestamp}},
	delivered       boolean not null default false,
	status          integer not null default 0, -- of the last answer, 0 = none
	answer          text not null default '',   -- its beginning, or why there was none
	millis          integer not null default 0
);
create index webhook_delivery_by_time on webhook_delivery (next_at);
create index webhook_delivery_by_hook on webhook_delivery (webhook_id, created_at);
