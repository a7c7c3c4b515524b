-- The ground under every noun: the administrative tree, what the engine has to do when, and what was done by whom.
--
-- district: the area at which an emergency is run (a county). It starts the key of every large table, so that all rows
-- of one emergency live on one node of a distributed database. An area above the districts is a district of its own:
-- the few rows that belong to a province carry the province's code.

create extension if not exists postgis;
create extension if not exists btree_gist;

create table area (
  code     text primary key,
  parent   text references area (code),
  district text not null,
  level    smallint not null,                       -- 0 is the root; each step down adds one
  kind     text not null,                           -- province, county, village, rw, …: the source's own word
  name     text not null,
  names    jsonb not null default '{}',             -- other languages: {"en": "Poyang"}
  path     text[] not null,                         -- codes from the root down to this one, itself included
  shape    geometry (MultiPolygon, 4326),
  props    jsonb not null default '{}',
  opened   date,
  closed   date
);
-- reference: area
create index area_by_parent on area (parent, code);
create index area_by_district on area (district, level, code);
create index area_by_shape on area using gist (shape);
create index area_by_path on area using gin (path);

-- One row for each thing that a step of the engine must do: which step, for which district, not before when. An act
-- that makes work writes its row here in its own transaction; engines claim rows with `for update skip locked`.
-- lane: 'actual', or the name of an exercise. Each lane has its own clock, and none sees another's campaigns.
create table agenda (
  lane     text not null,
  district text not null,
  step     text not null,
  at       timestamptz not null,
  primary key (lane, district, step)
);
create index agenda_due on agenda (lane, at) where at < 'infinity';

-- What was done, by whom, when: written in the transaction of the act itself.
create table audit (
  district text not null,
  id       uuid not null,
  at       timestamptz not null,
  actor    text not null,
  act      text not null,                           -- duty.give, callout.start, …
  subject  text,                                    -- the id or code acted on, if it was one
  detail   jsonb not null default '{}',
  primary key (district, id)
);
-- distribute: audit by district
create index audit_by_time on audit (district, at desc, id desc);
create index audit_by_subject on audit (district, subject, at desc) where subject is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'MU002', table = tg_table_name;
end $$;
create trigger audit_append_only before update or delete on audit for each row execute function refuse_change();
