-- How much each dimension matters to an organisation, for planning only.
create table report_importance (
	organisation_id text primary key references organisation (id),
	importance      {{json}} not null,
	at              {{timestamp}} not null
);
