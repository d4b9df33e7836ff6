-- What an organisation wants to do, every version of each action; the highest
-- number is the current one.
create table plan_action (
	id              text not null,
	number          integer not null,
	organisation_id text not null references organisation (id),
	cycle_id        text not null default '',
	kit             text not null default '',
	item            text not null default '',
	recommendation  text not null default '',
	what            text not null,
	who             text not null default '',
	due             text not null default '',
	state           text not null,
	now             boolean not null,
	notes           text not null default '',
	removed         boolean not null,
	person_id       text not null,
	at              {{timestamp}} not null,
	since           {{timestamp}} not null,
	primary key (id, number)
);
create index plan_action_by_organisation on plan_action (organisation_id);

-- One row for each organisation that has a plan: whoever changes the plan
-- changes it first, so that they take turns.
create table plan (
	organisation_id text primary key references organisation (id),
	remind          boolean not null default true,
	changed_at      {{timestamp}} not null
);

-- Which reminders have been sent.
create table plan_reminder (
	organisation_id text not null references organisation (id),
	cycle_id        text not null,
	month           integer not null,
	at              {{timestamp}} not null,
	primary key (organisation_id, cycle_id, month)
);
