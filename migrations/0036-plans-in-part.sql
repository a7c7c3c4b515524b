-- A plan has a name that says where and when, and knows the level that it was made at and what took its place. What is decided of a
-- part of it becomes a plan of its own, with its lines: so what waits, what was given and what was refused are told apart by id.
alter table proposal add column names jsonb;         -- {"en": …, "zh": …}; null: made before plans had names
alter table proposal add column level text;          -- the campaign's when it was made; null: not known
alter table proposal add column part_of uuid;        -- the plan whose lines these were
alter table proposal add column overtaken_by uuid;   -- the plan that took its place
create index proposal_part on proposal (district, part_of) where part_of is not null;
