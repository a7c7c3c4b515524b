-- An exercise and real life are walled from each other, and what is shown of a moment past is what was known then.

-- The lane in which it was done; null: an act on the register itself (areas, units, people, places, absences, imports), which every
-- lane sees, and what was kept before acts had a lane.
alter table audit add column lane text;

-- When each fact of a summons came in, where that was later than the moment for which it was told: a desk writes down at 10:20
-- what was said at 10:05, and at 10:10 nobody knew of it. Null: at that moment.
alter table summons add column acknowledged_told timestamptz;
alter table summons add column accepted_told timestamptz;
alter table summons add column declined_told timestamptz;
alter table summons add column arrived_told timestamptz;

-- When the end of an absence was set anew, somebody being back sooner or a list of leave saying otherwise, and what it was before.
alter table absence add column changed_at timestamptz;
alter table absence add column ends_before timestamptz;
