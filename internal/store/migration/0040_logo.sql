alter table revision add column logo text not null default '';

create index revision_by_logo on revision (logo);
