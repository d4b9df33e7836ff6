-- When the group's meeting began, so that everybody sees the same clock.
alter table assessment_cycle add column meeting_at {{timestamp}};
