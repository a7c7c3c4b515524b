-- When somebody cannot be called on, or would rather not be. No reason is kept: a plan needs none.
create table absence (
  district    text not null,
  id          uuid not null,
  person      uuid not null,
  kind        text not null,                        -- away; rather-not: where others would come from much farther
  starts      timestamptz not null,
  ends        timestamptz not null default 'infinity',
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (district, id),
  foreign key (district, person) references person (district, id),
  check (starts <= ends)
);
-- distribute: absence by district
-- Who is away at a time is found from whoever is not back yet.
create index absence_by_end on absence (district, ends);
create index absence_by_start on absence (district, starts, id);
create index absence_by_person on absence (district, person, starts);
