-- A warning's infos each have an area, a level and an end of their own; a message's text is kept once.

-- What came in, whole: a feed of a thousand warnings is one text.
create table warning_text (
  hash text primary key,                            -- SHA-256 of the text, in hex
  text text not null
);
-- reference: warning_text
insert into warning_text (hash, text)
select encode(sha256(convert_to(raw, 'UTF8')), 'hex'), min(raw) from warning group by 1;

-- The areas that the infos of a message name: infos in several languages name the same one. `n` is its place in `parsed`.
create table warning_area (
  warning uuid not null,
  n       integer not null,
  codes   text[] not null default '{}',             -- codes of areas of ours that its geocodes mean
  shape   geometry (MultiPolygon, 4326),
  primary key (warning, n)
);
-- reference: warning_area
insert into warning_area (warning, n, codes, shape)
select id, 0, codes, shape from warning;

-- What a message asks of a playbook: one level in one area until one end. Each in force is a zone in every district it touches.
create table warning_part (
  warning  uuid not null,
  n        integer not null,
  lane     text not null,
  playbook text not null,
  level    text not null,
  area     integer not null,                        -- warning_area.n
  districts text[],                                 -- where it is a zone; null: kept before this was, and looked for everywhere
  begins   timestamptz not null,
  expires  timestamptz not null default 'infinity',
  state    text not null,                           -- waiting (its onset is far), asked (a yes is awaited), declined, in-force, over
  fault    text,                                    -- no-area, no-place: in force, and nobody can be called for it
  primary key (warning, n)
);
-- reference: warning_part
create index warning_part_open on warning_part (lane, expires) where state in ('waiting', 'in-force');
insert into warning_part (warning, n, lane, playbook, level, area, begins, expires, state)
select id, 0, lane, playbook, level, 0, received_at, expires, state from warning
where playbook is not null and level is not null and state in ('in-force', 'over');

alter table warning add column text_hash text;      -- warning_text.hash
alter table warning add column refs jsonb not null default '[]';       -- its references, beside the columns that tell messages apart
alter table warning add column clear boolean not null default false;   -- every info says that it is over
alter table warning add column why text;            -- what became of it, in a word of domain/warnings/explain.ts
alter table warning add column by text;             -- the identifier of the message that did that to it
alter table warning add column asks text;           -- what a coordinator has to look at: ours, unknown, no-place
alter table warning add column ours boolean;        -- what a coordinator said to `ours`
-- Worked out beside the update: Citus refuses `convert_to` of a column in one.
with hashed as materialized (select id, encode(sha256(convert_to(raw, 'UTF8')), 'hex') as text_hash from warning)
update warning w set text_hash = h.text_hash, refs = coalesce(parsed -> 'references', '[]'), parsed = parsed - 'area'
from hashed h where h.id = w.id;
alter table warning alter column text_hash set not null;
alter table warning drop column raw;
alter table warning drop column shape;               -- warning_area.shape; `codes` are those of all its areas
create index warning_asks on warning (lane, received_at desc) where asks is not null;

alter table campaign_zone add column part integer not null default 0;             -- warning_part.n
-- The shape with a margin, for lines that run along its edge; null where the zone has no shape.
alter table campaign_zone add column near_shape geometry (MultiPolygon, 4326);
update campaign_zone set near_shape = st_multi(st_buffer(shape, 0.0005, 'quad_segs=2')) where ends = 'infinity' and shape is not null;
