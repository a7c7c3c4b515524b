-- Finding things by name. What is indexed is names, not the things that bear them: five million people have about a
-- million names, and a name that nobody bears any more leads to nobody. The things are then read from their own tables
-- by name, so that what is found is what the register says now.

-- Each name that was indexed, with the further names of its bearers.
create table search_name (
  kind text not null,                               -- person, unit, area, place, warning
  name text not null,
  said text not null,                               -- names in other languages, as the text of the bearers' own jsonb
  keys text[] not null,                             -- its rows in search_key
  primary key (kind, name, said)
);
-- reference: search_name

-- What a name is found by. The first character of a key says how, in the order in which hits are shown: 1 the name from
-- its beginning, 2 from inside; 3 its pinyin, 4 pinyin from inside; 5 its initials. "C" orders by bytes, so that what
-- begins with something is one range.
create table search_key (
  kind text not null,
  key  text collate "C" not null,
  name text not null,
  primary key (kind, key, name)
);
-- reference: search_key

-- Words of names with a letter left out: two words that are one slip apart have one of these in common.
create table search_slip (
  slip text not null,
  word text not null,
  primary key (slip, word)
);
-- reference: search_slip

create index person_named on person (name, district, id);
create index unit_named on unit (name, district, id);
create index area_named on area (name, code);
create index place_named on place (name, district, id) where kind <> 'household';
create index warning_named on warning
  (lane, left(coalesce(parsed #>> '{infos,0,headline}', parsed #>> '{infos,0,event}', identifier), 200), sent desc);

-- Codes by what they begin with, whatever the collation. Households are left out: their codes are looked for only in a
-- district that is named, by place_by_code.
create index person_coded on person (code text_pattern_ops, district);
create index unit_coded on unit (code text_pattern_ops, district);
create index area_coded on area (code text_pattern_ops);
create index place_coded on place (code text_pattern_ops, district) where kind <> 'household';
create index place_coded_there on place (district, code text_pattern_ops) where kind <> 'household';
create index warning_coded on warning (lane, identifier text_pattern_ops);

-- A register that was there before is indexed by the engine, district by district.
insert into agenda (lane, district, step, at)
select distinct 'actual', district, 'index', to_timestamp(0) from area on conflict do nothing;
