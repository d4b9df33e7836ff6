-- A way in for somebody who may be new here: whoever uses it has an account
-- from then on.
alter table pass add column newcomer_email text not null default '';
alter table pass add column newcomer_name text not null default '';
alter table pass add column newcomer_language text not null default '';

-- What a person has begun in order to show that they represent an
-- organisation. The code is kept as a hash that is bound to a browser; the
-- token of the site is one that everybody can read there.
create table claim (
	organisation_id    text not null references organisation (id),
	person_id          text not null references person (id),
	begun_at           {{timestamp}} not null,
	code_hash          text not null default '',
	code_tries         integer not null default 0,
	code_expires_at    {{timestamp}},
	site_token         text not null default '',
	site_state         text not null default '',
	site_asked_at      {{timestamp}},
	site_checked_at    {{timestamp}},
	site_attempt       integer not null default 0,
	site_next_at       {{timestamp}},
	site_claimed_until {{timestamp}},
	proven_by          text not null default '',
	proven_at          {{timestamp}},
	primary key (organisation_id, person_id)
);
create index claim_by_next_check on claim (site_next_at);
