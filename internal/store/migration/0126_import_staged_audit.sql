-- What the audit will say of an import, chained to what it ends with ahead of the
-- transaction that carries the import out.
create table import_staged_audit (
	import_id     text not null,
	sequence      bigint not null,
	at            {{timestamp}} not null,
	actor         text not null,
	action        text not null,
	object        text not null,
	details       {{json}} not null,
	previous_hash text not null,
	hash          text not null,
	primary key (import_id, sequence)
);
