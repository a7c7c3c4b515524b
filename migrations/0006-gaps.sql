-- Derived, never typed in: what is required, what is missing, and the counts rolled up both trees.

-- One row for a rule of the playbook at one place, and for each shift of it. `held`, `counted` and `gap_since` are what
-- the gap step last found; `check_at` is the next moment at which time alone may change that.
create table requirement (
  district    text not null,
  subject     uuid not null,
  campaign    uuid not null,
  rule        text not null,
  starts      timestamptz not null,
  ends        timestamptz not null default 'infinity',
  area        text not null,
  unit        uuid,                                 -- the unit that answers for the area
  role        text not null,
  needed      smallint not null,
  risk        real not null default 0,
  held        smallint not null default 0,
  evidence    text,                                 -- kind of record that must arrive
  every       interval,                             -- null: once
  due         timestamptz not null default 'infinity',
  first_due   timestamptz not null default 'infinity', -- as it was before any record came: what stood late then
  counted     smallint not null default 0,          -- bits: 1 required, 2 nobody or too few, 4 evidence late
  gap_since   timestamptz,
  check_at    timestamptz not null default 'infinity',
  primary key (district, subject, campaign, rule, starts, needed)
);
-- distribute: requirement by district
create index requirement_due on requirement (district, campaign, check_at) where check_at < 'infinity';
create index requirement_gaps on requirement (district, campaign, risk desc, gap_since, subject, rule, starts)
  where gap_since is not null;

-- Counts of a node now, and what of them the level above has already taken in (up_…).
create table coverage (
  district text not null,
  tree     text not null check (tree in ('area', 'unit')),
  node     text not null,
  lane     text not null,
  playbook text not null,
  rule     text not null,
  required integer not null default 0,
  unheld   integer not null default 0,
  late     integer not null default 0,
  up_required integer not null default 0,
  up_unheld   integer not null default 0,
  up_late     integer not null default 0,
  rising      boolean not null default false,       -- the top of its district, changed since it was last taken in above
  changed_at  timestamptz not null,
  primary key (district, tree, node, lane, playbook, rule)
);
-- distribute: coverage by district
create index coverage_rising on coverage (lane, district) where rising;

-- The same counts at every moment they changed: how it stood is read, not worked out again.
create table coverage_log (
  district text not null,
  tree     text not null,
  node     text not null,
  lane     text not null,
  playbook text not null,
  rule     text not null,
  at       timestamptz not null,
  required integer not null,
  unheld   integer not null,
  late     integer not null,
  primary key (district, tree, node, lane, playbook, rule, at)
);
-- distribute: coverage_log by district

-- A plan on offer: what would change, accepted or not.
create table proposal (
  district   text not null,
  id         uuid not null,
  campaign   uuid not null,
  state      text not null check (state in ('open', 'accepted', 'refused', 'overtaken')),
  made_at    timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  summary    jsonb not null,
  primary key (district, id)
);
-- distribute: proposal by district
create index proposal_by_campaign on proposal (district, campaign, made_at desc, id desc);

create table proposal_line (
  district   text not null,
  proposal   uuid not null,
  duty       uuid not null,                         -- the id that the duty will have
  subject    uuid not null,
  rule       text not null,
  role       text not null,
  sole       boolean not null,
  holder     uuid not null,
  starts     timestamptz not null,
  ends       timestamptz not null,
  distance_m real not null,
  primary key (district, proposal, duty),
  foreign key (district, proposal) references proposal (district, id)
);
-- distribute: proposal_line by district
