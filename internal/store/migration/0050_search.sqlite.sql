-- What the full-text index knows of the published organisations. It is derived
-- from their cards and can be dropped: the program makes it anew. The index
-- keeps the words and not the texts.
create table organisation_search (
	number          integer primary key,
	organisation_id text not null unique,
	stamp           text not null
);

create virtual table organisation_words using fts5 (
	name, body,
	content = '', contentless_delete = 1, detail = column,
	tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
