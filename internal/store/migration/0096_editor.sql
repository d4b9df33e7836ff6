-- Who was invited to look after a page. The token is kept as a hash.
create table editor_invitation (
	id              text primary key,
	token_hash      text not null unique,
	organisation_id text not null references organisation (id),
	email           text not null,
	name            text not null,
	language        text not null,
	invited_by      text not null,
	invited_at      {{timestamp}} not null,
	expires_at      {{timestamp}} not null,
	state           text not null,
	answered_at     {{timestamp}}
);
create index editor_invitation_by_organisation on editor_invitation (organisation_id, invited_at);

-- What is going to change about who looks after a page, unless somebody objects.
create table editor_change (
	id              text primary key,
	organisation_id text not null references organisation (id),
	kind            text not null,
	person_id       text not null,
	asked_by        text not null,
	invitation_id   text not null default '',
	asked_at        {{timestamp}} not null,
	due_at          {{timestamp}} not null,
	state           text not null,
	closed_by       text not null default '',
	closed_at       {{timestamp}}
);
create index editor_change_by_organisation on editor_change (organisation_id, state);
create index editor_change_by_due on editor_change (state, due_at);

-- When an editor said that they do not know the person.
alter table claim add column doubted_at {{timestamp}};

-- Where a reminder was sent, so that "no more" is kept for that address.
alter table page_reminder add column address_hash text not null default '';
