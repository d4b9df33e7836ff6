-- The table that maragu.dev/goqite works on, for PostgreSQL.
create table goqite (
	id       text primary key default ('m_' || replace(gen_random_uuid()::text, '-', '')),
	created  timestamptz not null default now(),
	updated  timestamptz not null default now(),
	queue    text not null,
	body     bytea not null,
	timeout  timestamptz not null default now(),
	received integer not null default 0,
	priority integer not null default 0
);
create index goqite_by_queue on goqite (queue, priority desc, created);
