-- Who does a chore of which one node at a time, or one in a while, takes care.
create table lease (
	name   text primary key,
	holder text not null,
	until  {{timestamp}} not null
);
