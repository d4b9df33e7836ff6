create table message (
	id          text primary key,
	proposal_id text not null references proposal (id),
	from_team   boolean not null,
	author      text not null,
	body        text not null,
	at          {{timestamp}} not null
);
create index message_by_proposal on message (proposal_id, at);

create table comment (
	id          text primary key,
	proposal_id text not null references proposal (id),
	person_id   text not null,
	author      text not null,
	body        text not null,
	at          {{timestamp}} not null
);
create index comment_by_proposal on comment (proposal_id, at);

-- Each mail to a sender carries a fresh key to the status page.
create table status_key (
	token_hash  text primary key,
	proposal_id text not null references proposal (id),
	at          {{timestamp}} not null
);
