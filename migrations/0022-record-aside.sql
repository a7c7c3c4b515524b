-- Records that came in and name what the register does not know: kept with their receipt, counted nowhere, until somebody ties
-- them to what is meant, or drops them.

-- As sent, beside what was not known. A record that is tied becomes a row of `record` under the same id; the row here stays, so
-- that a device which sends it again gets the same receipt.
create table record_aside (
  district    text not null,
  id          uuid not null,
  lane        text not null,
  kind        text not null,
  subject     uuid not null,
  told_by     uuid not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  at          geometry (Point, 4326),
  body        jsonb not null default '{}',
  corrects    uuid,
  why         text[] not null,                      -- codes of base/errors.ts: PLACE_UNKNOWN, PERSON_UNKNOWN, RECORD_KIND
  settled_at  timestamptz,                          -- null: it waits for somebody
  settled_by  text,
  settled_as  text,                                 -- tied, dropped
  reason      text,                                 -- why it was dropped
  primary key (district, id)
);
-- distribute: record_aside by district
create index record_aside_by_time on record_aside (district, lane, received_at desc, id desc);
create index record_aside_open on record_aside (district, lane, received_at desc, id desc) where settled_at is null;
