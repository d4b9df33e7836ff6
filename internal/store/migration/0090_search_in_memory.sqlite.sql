-- Each node searches in memory: docs/adr/0052.
drop table organisation_words;
drop table organisation_search;
