-- What an import's report says of single rows can be long, and is read where one
-- import is shown only.
alter table import add column details {{json}} not null default '{}';
update import set details = report;
