-- What the rows of a file mean for the register.

-- The areas that took a recoded or divided area's place, by their codes: a warning that names the old code finds them.
alter table area add column successors text[] not null default '{}';

-- How a name sounds, for lists in the order in which people look names up: pinyin for Chinese, letters without their marks for
-- others, with the name itself behind to tell equals apart. Worked out by who writes the name; null until the step `index` has
-- done so for rows that are older. The embedded engine has no ICU, so that a collation by pinyin is not there to be named.
-- In code-point order, the same on every engine; bounded, since a key of an index is.
alter table person add column sort_key text collate "C";
drop index person_by_name;
create index person_by_sound on person (district, (coalesce(sort_key, lower(left(name, 100)) collate "C")), id);

-- What a file would change in a row, or asks about it: old and new by field.
alter table import_row add column changes jsonb;
-- What the register would look like after the file, row by row, as a fingerprint: accepting compares it.
alter table import_draft add column promise text;

update import_draft set summary = summary || '{"ends": {"duties": 0, "bare": 0, "people": 0}, "asked": 0}' where summary is not null;

-- Names that are there already get their keys from the step `index`, which reads each district's once more.
insert into agenda (lane, district, step, at)
select distinct 'actual', district, 'index', now() from area;
create index person_without_sort_key on person (district) where sort_key is null;
