-- Values of indicators, one for each day; the highest number of a day is the
-- current one, or takes the value back.
create table measurement (
	initiative_id text not null references initiative (id),
	indicator_id  text not null,
	measured_on   text not null,
	number        integer not null,
	value         double precision not null,
	asked         integer,
	answered      integer,
	method        text not null default '',
	evidence      text not null default '',
	source        text not null default '',
	note          text not null default '',
	removed       boolean not null default false,
	who           text not null,
	at            {{timestamp}} not null,
	primary key (initiative_id, indicator_id, measured_on, number)
);

-- The kit's items that an initiative is evidence for; the highest number of an
-- item says whether it is now.
create table initiative_link (
	initiative_id text not null references initiative (id),
	item          text not null,
	number        integer not null,
	chosen        boolean not null,
	who           text not null,
	at            {{timestamp}} not null,
	primary key (initiative_id, item, number)
);
