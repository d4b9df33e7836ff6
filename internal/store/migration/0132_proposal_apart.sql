-- "Not the same", said of two proposals of new organisations while neither is a
-- page yet.
create table proposal_apart (
	proposal_id text not null references proposal (id),
	other_id    text not null references proposal (id),
	person_id   text not null,
	at          {{timestamp}} not null,
	primary key (proposal_id, other_id)
);
