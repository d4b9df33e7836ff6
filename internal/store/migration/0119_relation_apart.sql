-- "Not the same": the page that has the name which another page's relation
-- tells is not the one that is meant.
create table relation_apart (
	teller_id text not null,
	name      text not null,
	other_id  text not null,
	person_id text not null,
	person    text not null default '',
	at        {{timestamp}} not null,
	primary key (teller_id, name, other_id)
);
