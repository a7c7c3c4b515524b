-- The organisation: units in a dated tree, people, dated memberships, and contacts apart, because fewer may read them.

create table unit (
  district text not null,
  id       uuid not null,
  code     text not null,
  name     text not null,
  names    jsonb not null default '{}',
  kind     text not null,                           -- committee, branch, group, team
  area     text references area (code),             -- the area that the unit answers for, if it has one
  founded  timestamptz not null default '-infinity',
  dissolved timestamptz not null default 'infinity',
  primary key (district, id),
  unique (district, code)
);
-- distribute: unit by district
create index unit_by_area on unit (district, area) where area is not null;
create index unit_by_id on unit (id);

-- A parent may be in another district (a county committee under its prefecture's), so it is named with its own.
-- To move a unit is to end one row and begin another: the tree of any past day stays as it was.
create table unit_parent (
  district        text not null,
  unit            uuid not null,
  parent_district text not null,
  parent          uuid not null,
  starts          timestamptz not null,
  ends            timestamptz not null default 'infinity',
  during          tstzrange not null generated always as (tstzrange(starts, ends)) stored,
  primary key (district, unit, starts),
  foreign key (district, unit) references unit (district, id),
  check (starts <= ends),
  check (unit <> parent),
  constraint unit_one_parent exclude using gist (unit with =, during with &&, district with =)
);
-- distribute: unit_parent by district
create index unit_parent_by_parent on unit_parent (parent, starts);

create table person (
  district      text not null,
  id            uuid not null,
  code          text not null,
  name          text not null,
  names         jsonb not null default '{}',
  skills        text[] not null default '{}',
  home          geometry (Point, 4326),
  home_district text,                               -- seconded: the row points to the district the person comes from
  left_at       timestamptz not null default 'infinity',
  primary key (district, id),
  unique (district, code)
);
-- distribute: person by district
create index person_by_id on person (id);
create index person_by_home on person using gist (home);

create table membership (
  district text not null,
  person   uuid not null,
  unit     uuid not null,
  kind     text not null,                           -- member, official, volunteer, seconded
  starts   timestamptz not null,
  ends     timestamptz not null default 'infinity',
  sent_by  uuid,                                    -- the unit that sent a stationed member (Popolo: on_behalf_of_id)
  primary key (district, person, unit, starts),
  foreign key (district, person) references person (district, id),
  foreign key (district, unit) references unit (district, id),
  check (starts <= ends)
);
-- distribute: membership by district
create index membership_by_unit on membership (district, unit, person);

create table contact (
  district text not null,
  person   uuid not null,
  channel  text not null,                           -- phone, email, push
  address  text not null,
  rank     smallint not null default 0,             -- lowest is tried first
  primary key (district, person, channel, address),
  foreign key (district, person) references person (district, id)
);
-- distribute: contact by district
