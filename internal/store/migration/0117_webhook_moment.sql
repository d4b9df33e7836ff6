-- A number says it all: no change appears below one that was told.
alter table webhook drop column moment_seen;
