-- Kept files that were mentioned nowhere, and since when that is known.
create table unused_file (
	id    text primary key,
	since {{timestamp}} not null
);
