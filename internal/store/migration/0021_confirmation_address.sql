-- A link confirms the address that it was mailed to and no other.
alter table confirmation add column address_hash text not null default '';
