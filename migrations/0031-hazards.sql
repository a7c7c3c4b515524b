-- Hazards: what is wrong on a dam, from the record that told of it first until somebody other than who treated it has confirmed
-- that it holds. All of it follows from records (domain/hazards), so that it can be made again from them at any time.

create table hazard (
  district   text not null,
  id         uuid not null,                         -- the record that told of it first
  lane       text not null,
  subject    uuid not null,                         -- the place
  told_by    uuid not null,                         -- who told of it first: may say that it was a mistake
  found_at   timestamptz not null,
  known_at   timestamptz not null,                  -- when that record came in
  kind       text,                                  -- boil, seepage, crack, …; null: it was not said
  muddy      boolean,                               -- null: it was not said
  chainage_m double precision,
  at         geometry (Point, 4326),                -- as it was told; null: somewhere on the place
  gravity    smallint not null,                     -- 0 is the gravest: domain/hazards/model.ts
  state      text not null,                         -- found, treating, treated, confirmed, mistaken
  state_at   timestamptz not null,                  -- when that happened
  state_by   uuid not null,                         -- who said so
  last_record uuid not null,                        -- the record that it follows from
  reason     text,                                  -- why it was a mistake
  primary key (district, id)
);
-- distribute: hazard by district
create index hazard_standing on hazard (district, lane, gravity, found_at, id) where state in ('found', 'treating', 'treated');
create index hazard_by_time on hazard (district, lane, found_at desc, id desc);
create index hazard_by_subject on hazard (district, subject, found_at desc);

-- What was known of it when: a row for each time that a record changed it. `since` and `until` are the lane's time at which the
-- records came in, so that a moment past is shown as it was known then.
create table hazard_state (
  district   text not null,
  hazard     uuid not null,
  since      timestamptz not null,
  until      timestamptz not null default 'infinity',
  kind       text,
  muddy      boolean,
  chainage_m double precision,
  at         geometry (Point, 4326),
  gravity    smallint not null,
  state      text not null,
  state_at   timestamptz not null,
  state_by   uuid not null,
  last_record uuid not null,
  reason     text,
  primary key (district, hazard, since)
);
-- distribute: hazard_state by district

-- Records of hazards from before, of campaigns that were over when this table was made: nobody has said since that they stand, and
-- a screen full of last year's boils hides tonight's. Such a one counts again from the first record that names it.
create table hazard_not_raised (
  district text not null,
  record   uuid not null,
  primary key (district, record)
);
-- distribute: hazard_not_raised by district

-- The records that name a hazard: of it (`body.of`), or as a correction of the first.
create index record_of_hazard on record (district, (lower(body ->> 'of')))
  where kind in ('hazard', 'hazard-state', 'hazard-ruling', 'treated');
create index record_hazard_corrected on record (district, corrects) where kind = 'hazard' and corrects is not null;
-- Those that came in before their hazard and wait for it.
create index record_aside_of_hazard on record_aside (district, (coalesce(lower(body ->> 'of'), corrects::text)))
  where settled_at is null and why = '{HAZARD_UNKNOWN}';

-- What the records of running campaigns tell stands as found; who treated what was not written down so that it could be known.
insert into hazard (district, id, lane, subject, told_by, found_at, known_at, kind, muddy, chainage_m, at, gravity, state, state_at,
  state_by, last_record)
select r.district, r.id, r.lane, r.subject, r.told_by, least(r.occurred_at, r.received_at), r.received_at, w.kind, w.muddy,
  w.chainage_m, r.at, (case
    when w.kind = 'boil' and w.muddy then 0 when w.kind = 'overtopping' then 1 when w.muddy then 2
    when w.kind in ('boil', 'slump', 'sinkhole') then 3 else 4 end)::smallint, 'found', least(r.occurred_at, r.received_at), r.told_by, r.id
from record r, lateral (
    select case when r.body ->> 'hazard' ~ '^[a-z][a-z-]{0,39}$' then r.body ->> 'hazard' end as kind,
      case when jsonb_typeof(r.body -> 'muddy') = 'boolean' then (r.body ->> 'muddy')::boolean end as muddy,
      case when jsonb_typeof(r.body -> 'chainageM') = 'number' then (r.body ->> 'chainageM')::float8 end as chainage_m
  ) w
where r.kind = 'hazard' and r.corrects is null and not r.body ? 'of' and exists (
  select from campaign c where c.district = r.district and c.lane = r.lane and c.ends = 'infinity');
insert into hazard_not_raised (district, record)
select r.district, r.id from record r
where r.kind = 'hazard' and r.corrects is null and not r.body ? 'of' and not exists (
  select from campaign c where c.district = r.district and c.lane = r.lane and c.ends = 'infinity');
insert into hazard_state (district, hazard, since, kind, muddy, chainage_m, at, gravity, state, state_at, state_by, last_record)
select district, id, known_at, kind, muddy, chainage_m, at, gravity, state, state_at, state_by, last_record from hazard;
