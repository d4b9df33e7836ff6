-- What the full-text index knows of the published organisations. It is derived
-- from their cards and can be dropped: the program makes it anew.
create table organisation_search (
	number          integer primary key,
	organisation_id text not null unique,
	stamp           text not null,
	name            text not null,
	body            text not null
);

create virtual table organisation_words using fts5 (
	name, body,
	content = 'organisation_search', content_rowid = 'number',
	tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

create trigger organisation_search_added after insert on organisation_search begin
	insert into organisation_words (rowid, name, body) values (new.number, new.name, new.body);
end;

create trigger organisation_search_removed after delete on organisation_search begin
	insert into organisation_words (organisation_words, rowid, name, body) values ('delete', old.number, old.name, old.body);
end;
