create table person (
	id         text primary key,
	email      text not null unique,
	name       text not null,
	language   text not null,
	created_at {{timestamp}} not null
);

-- A role, in force until it is revoked; the row stays as a record.
create table role_grant (
	id              text primary key,
	person_id       text not null references person (id),
	role            text not null,
	organisation_id text not null default '',
	granted_at      {{timestamp}} not null,
	revoked_at      {{timestamp}}
);
create unique index role_grant_in_force on role_grant (person_id, role, organisation_id) where revoked_at is null;
create index role_grant_by_organisation on role_grant (organisation_id);

-- A way in that was mailed or printed. The token, the code and the browser's
-- key are kept as hashes; person_id = '' when the address is nobody's.
create table pass (
	token_hash      text primary key,
	person_id       text not null default '',
	browser_hash    text not null default '',
	code_by_browser text not null default '',
	code_by_token   text not null default '',
	next            text not null default '',
	tries           integer not null default 0,
	created_at      {{timestamp}} not null,
	expires_at      {{timestamp}} not null,
	used_at         {{timestamp}}
);
create index pass_by_browser on pass (browser_hash);

create table session (
	id         text primary key,
	token_hash text not null unique,
	person_id  text not null references person (id),
	device     text not null default '',
	created_at {{timestamp}} not null,
	seen_at    {{timestamp}} not null
);
create index session_by_person on session (person_id);

-- The last three mails to an address that anyone may ask for.
create table mail_allowance (
	address_hash text primary key,
	latest       {{timestamp}} not null,
	second       {{timestamp}} not null,
	third        {{timestamp}} not null
);
