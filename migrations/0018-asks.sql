-- An ask for a step is a row of its own, so that no act ever waits for a step that runs; what is known of each step is beside it.

-- Rows at infinity marked that a step was idle: now it has no row.
delete from agenda where at = 'infinity';
drop index agenda_due;
alter table agenda drop constraint agenda_pkey;
alter table agenda add column id bigint generated always as identity primary key;
create index agenda_due on agenda (lane, at);
create index agenda_by_step on agenda (lane, district, step, at);

-- Each step of the flow in each district: the row that an engine locks while it runs it. No act touches it. Like the agenda it
-- stays whole on a distributed database's coordinator. Times are the lane's own but for the lease's, which are the wall's.
create table step_run (
  lane          text not null,
  district      text not null,
  step          text not null,
  began_at      timestamptz,                        -- the run in hand, or the last
  last_ok_at    timestamptz,
  put_off_until timestamptz not null default '-infinity', -- after a failure; asks that come meanwhile wait too
  fails         integer not null default 0,         -- in a row
  failing_since timestamptz,
  fault_code    text,                               -- a code of base/errors.ts, or PostgreSQL's SQLSTATE
  fault_reason  text,
  lease         uuid,                               -- of the engine that does what a step left to be done after its transaction
  leased_until  timestamptz,
  primary key (district, step, lane)                -- found by all three: a lane has as many rows as the country has districts
);
create index step_run_failing on step_run (lane) where fails > 0;

-- Where steps are swept up: see engine/sweep.ts.
create index campaign_in_force on campaign (lane, district) where ends = 'infinity';

-- The further names of a warning may be longer than a row of an index (2,704 bytes): names are unique by their digests.
alter table search_name drop constraint search_name_pkey;
create unique index search_name_known on search_name (kind, md5(name), md5(said));
