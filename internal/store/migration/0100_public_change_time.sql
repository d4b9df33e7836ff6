-- Programs that harvest the atlas ask for what has changed since a time.
create index public_change_by_time on public_change (at);
