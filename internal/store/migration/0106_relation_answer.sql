-- What an organisation says of a relation that another one's card tells: told
-- (the question was put to it), confirmed or denied.
create table relation_answer (
	teller_id text not null references organisation (id),
	other_id  text not null references organisation (id),
	kind      text not null,
	standing  text not null,
	person_id text not null default '',
	at        {{timestamp}} not null,
	primary key (teller_id, other_id, kind)
);
create index relation_answer_by_other on relation_answer (other_id);
