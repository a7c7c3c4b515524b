-- Places, and the register of duties: who answers for what, in which role, when.

create table place (
  district text not null,
  id       uuid not null,
  kind     text not null,                           -- village, dam-section, household, gate, shelter, …
  code     text not null,
  name     text not null,
  area     text not null references area (code),    -- the deepest area it lies in
  geom     geometry (Geometry, 4326) not null,
  line     text,                                    -- a section: the dam it was cut from, and its chainage in metres
  from_m   double precision,
  to_m     double precision,
  people   integer,                                 -- a household: how many live there, if the campaign needs it
  risk     real not null default 0,                 -- 0 to 1, for ordering gaps
  props    jsonb not null default '{}',
  opened   timestamptz not null default '-infinity',
  closed   timestamptz not null default 'infinity',
  primary key (district, id),
  check (from_m is null or from_m < to_m)
);
-- distribute: place by district
create unique index place_by_code on place (district, kind, code);
create index place_by_id on place (id);
create index place_by_area on place (district, area, kind, code);
create index place_by_geom on place using gist (geom);

-- The heart. `slot` makes one refusal serve every role: a sole role has one slot, any other has one a holder, so that
-- nobody holds the same duty twice. An exercise has slots of its own: a drill neither takes nor blocks a real duty.
-- subject leads the index because it tells rows apart best; with district first, inserting took half as long again. It
-- is written as an expression so that reads do not take this index: they would, and it reads nine times the pages of
-- duty_by_subject.
create table duty (
  district     text not null,
  id           uuid not null,
  lane         text not null default 'actual',
  subject_kind text not null check (subject_kind in ('place', 'unit', 'person')),
  subject      uuid not null,
  role         text not null,
  sole         boolean not null,
  holder_kind  text not null check (holder_kind in ('person', 'unit')),
  holder       uuid not null,
  starts       timestamptz not null,
  ends         timestamptz not null default 'infinity',
  during       tstzrange not null generated always as (tstzrange(starts, ends)) stored,
  slot         text not null generated always as (lane || ':' || case when sole then '' else holder::text end) stored,
  campaign     uuid,                                -- the campaign it was given for; null: a standing duty
  proposal     uuid,                                -- the accepted proposal it came from
  recorded_at  timestamptz not null,                -- when the register learnt of it
  recorded_by  text not null,
  changed_at   timestamptz not null,
  end_reason   text,
  backfilled   boolean not null default false,      -- brought in from an earlier register: it may begin before it was recorded
  primary key (district, id),
  check (starts <= ends),
  constraint duty_not_in_the_past check (backfilled or starts >= recorded_at),
  constraint duty_one_holder exclude using gist
    ((coalesce(subject, subject)) with =, during with &&, role with =, slot with =, district with =)
);
-- distribute: duty by district
create index duty_by_subject on duty (district, subject, role, ends);
create index duty_by_holder on duty (district, holder, ends);
create index duty_by_time on duty (district, recorded_at);
create index duty_by_campaign on duty (district, campaign) where campaign is not null;

-- The past is not rewritten: a duty's end may be set once, to a moment not before the change itself; nothing else of it
-- ever changes, and nothing is deleted. The trigger compares only the old row and the new one, so that it runs on every
-- node; the time of the change comes with the row, since time is passed in.
create function duty_keep_past() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a duty is ended, never deleted' using errcode = 'MU001', table = 'duty';
  end if;
  if (new.district, new.id, new.lane, new.subject_kind, new.subject, new.role, new.sole, new.holder_kind, new.holder,
      new.starts, new.campaign, new.proposal, new.recorded_at, new.recorded_by, new.backfilled)
     is distinct from
     (old.district, old.id, old.lane, old.subject_kind, old.subject, old.role, old.sole, old.holder_kind, old.holder,
      old.starts, old.campaign, old.proposal, old.recorded_at, old.recorded_by, old.backfilled) then
    raise exception 'only the end of a duty may change' using errcode = 'MU001', table = 'duty';
  end if;
  if old.ends <= new.changed_at then
    raise exception 'the duty is already over' using errcode = 'MU001', table = 'duty';
  end if;
  if new.changed_at < old.changed_at or new.ends < greatest(new.changed_at, new.starts) then
    raise exception 'a duty cannot end before the moment of the change' using errcode = 'MU001', table = 'duty';
  end if;
  return new;
end $$;
create trigger duty_keep_past before update or delete on duty for each row execute function duty_keep_past();
