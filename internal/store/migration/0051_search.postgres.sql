-- What the full-text index knows of the published organisations. It is derived
-- from their cards and can be dropped: the program makes it anew.
create table organisation_search (
	organisation_id text primary key,
	stamp           text not null,
	name            tsvector not null,
	body            tsvector not null
);
create index organisation_search_body on organisation_search using gin (body);
