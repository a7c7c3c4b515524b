-- Playbooks as they were loaded, the campaigns that put them in force, the warnings and gauges that start them.

create table playbook (
  id        text not null,
  version   integer not null,
  hash      text not null,                          -- of the file's text: the same text is loaded once
  body      jsonb not null,
  loaded_at timestamptz not null,
  primary key (id, version)
);
-- reference: playbook

-- A warning as it was received: one row a message, told apart by sender, identifier and sent (CAP 1.2 §3.2.1).
create table warning (
  id          uuid primary key,
  lane        text not null,
  sender      text not null,
  identifier  text not null,
  sent        timestamptz not null,
  received_at timestamptz not null,
  source      text not null,                        -- the file, address or gauge that it came from
  state       text not null,                        -- received, in-force, over, noted (calls nobody)
  reason      text,                                 -- why it calls nobody, or what ended it
  status      text not null,
  msg_type    text not null,
  scope       text not null,
  expires     timestamptz not null default 'infinity',
  playbook    text,                                 -- what answers it, at which level
  level       text,
  codes       text[] not null default '{}',         -- codes of areas that it names
  shape       geometry (MultiPolygon, 4326),
  parsed      jsonb not null,
  raw         text not null,
  unique (lane, sender, identifier, sent)
);
-- reference: warning
create index warning_by_time on warning (lane, sent desc, id desc);
create index warning_in_force on warning (lane, expires) where state = 'in-force';

-- A gauge and whom its water warns. Levels are those of the playbook; centimetres above the gauge's own zero.
create table gauge (
  district   text not null,
  code       text not null,
  name       text not null,
  at         geometry (Point, 4326),
  thresholds jsonb not null,                        -- lowest first: [{"level": "III", "cm": 750}]
  rules      jsonb not null,                        -- how a false reading is told: see domain/warnings/believe.ts
  warns      text[] not null default '{}',          -- codes of the areas that are warned when it rises
  primary key (district, code)
);
-- distribute: gauge by district

-- What the next reading is judged by: plain data of the rules, one row for all gauges of a district, since the water
-- upstream explains the water below.
create table gauge_watch (
  district text not null,
  lane     text not null,
  state    jsonb not null,
  primary key (district, lane)
);
-- distribute: gauge_watch by district

-- The raw value is kept whatever is believed of it.
create table reading (
  district text not null,
  lane     text not null,
  gauge    text not null,
  at       timestamptz not null,
  cm       double precision not null,
  verdict  text not null,                           -- believed, doubted, confirmed
  reason   text not null,
  primary key (district, lane, gauge, at)
);
-- distribute: reading by district

create table campaign (
  district text not null,
  id       uuid not null,
  lane     text not null,
  playbook text not null,
  version  integer not null,
  level    text not null,                           -- the highest of its zones in force
  starts   timestamptz not null,
  ends     timestamptz not null default 'infinity',
  called_at   timestamptz not null default '-infinity', -- when it was last looked for people to call
  call_all_at timestamptz not null default '-infinity', -- when every requirement is looked through again for that;
                                                        -- until then only duties recorded since called_at
  primary key (district, id)
);
-- distribute: campaign by district
create unique index campaign_open on campaign (district, lane, playbook) where ends = 'infinity';

-- Where a campaign is in force, and at which level: one row for each warning (or hand-made order) in each state.
create table campaign_zone (
  district text not null,
  campaign uuid not null,
  id       uuid not null,
  warning  uuid,
  level    text not null,
  codes    text[] not null default '{}',
  shape    geometry (MultiPolygon, 4326),
  starts   timestamptz not null,
  ends     timestamptz not null default 'infinity',
  primary key (district, campaign, id),
  foreign key (district, campaign) references campaign (district, id)
);
-- distribute: campaign_zone by district
