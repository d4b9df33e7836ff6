-- A decision in the making: what a reviewer has chosen and not yet published.
create table review_draft (
	proposal_id text primary key references proposal (id),
	choices     {{json}} not null,
	message     text not null default '',
	person_id   text not null,
	updated_at  {{timestamp}} not null
);

-- "It is not the same": an organisation that a reviewer has told from the
-- proposed one.
create table dismissed_twin (
	proposal_id     text not null references proposal (id),
	organisation_id text not null references organisation (id),
	person_id       text not null,
	at              {{timestamp}} not null,
	primary key (proposal_id, organisation_id)
);
