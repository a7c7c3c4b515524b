-- Calling people, their answers, and what they report.

create table callout (
  district   text not null,
  id         uuid not null,
  campaign   uuid not null,
  lane       text not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  ladder     jsonb not null,                        -- frozen at the start: editing a playbook never alters what runs
  reason     text not null,
  primary key (district, id),
  foreign key (district, campaign) references campaign (district, id)
);
-- distribute: callout by district
create index callout_by_campaign on callout (district, campaign, started_at desc, id desc);

-- One row a person, however many places and roles that person answers for. Received, accepted, declined and arrived are
-- different facts (EDXL-RM, ICS-211) and have a column each.
create table summons (
  district        text not null,
  callout         uuid not null,
  person          uuid not null,
  campaign        uuid not null,
  lane            text not null,
  asked_as        text not null,                    -- holder, deputy, superior
  duties          uuid[] not null,                  -- what is asked: nobody is asked for the same duty twice
  doors           integer not null default 0,       -- a superior: people to be reached at the door
  called_at       timestamptz not null,
  step            smallint not null default 0,      -- rung of the frozen ladder
  tries           smallint not null default 0,      -- calls made on this rung
  next_at         timestamptz not null,             -- when the ladder moves on; infinity: it stands
  handed_to       uuid,                             -- the superior or deputy who took over
  unreachable     boolean not null default false,   -- a channel said that the address is dead: no use waiting for it
  acknowledged_at timestamptz,
  accepted_at     timestamptz,
  declined_at     timestamptz,
  decline_reason  text,
  arrived_at      timestamptz,
  stood_down_at   timestamptz,
  primary key (district, callout, person)
);
-- distribute: summons by district
create index summons_by_person on summons (district, person, called_at desc);
create index summons_due on summons (district, lane, next_at) where next_at < 'infinity';
create index summons_handed on summons (district, callout, handed_to) where handed_to is not null;
create index summons_declined on summons (district, campaign) where declined_at is not null;

-- What is sent: `key` goes with it to the channel, so that sending again after a crash doubles nothing.
create table message (
  district     text not null,
  key          text not null,                       -- callout, person, what, and its count
  id           uuid not null,
  callout      uuid not null,
  person       uuid not null,
  lane         text not null,
  kind         text not null,                       -- call, door, stand-down
  channel      text not null,
  address      text not null,
  body         text not null,
  queued_at    timestamptz not null,
  claimed_until timestamptz not null default '-infinity',
  sent_at      timestamptz,
  failed_at    timestamptz,
  fail_reason  text,
  primary key (district, key)
);
-- distribute: message by district
create index message_waiting on message (district, lane, queued_at) where sent_at is null and failed_at is null;
create index message_by_callout on message (district, callout, person);

-- What happened, told by someone. The id is made on the device: sending it again is the same record.
create table record (
  district    text not null,
  id          uuid not null,
  lane        text not null,
  kind        text not null,                        -- patrol, hazard, evacuation, arrival, …
  subject     uuid not null,
  told_by     uuid not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  at          geometry (Point, 4326),
  body        jsonb not null default '{}',
  corrects    uuid,
  primary key (district, id)
);
-- distribute: record by district
create index record_by_subject on record (district, subject, kind, occurred_at desc);
create index record_by_time on record (district, lane, received_at desc, id desc);
create trigger record_append_only before update or delete on record for each row execute function refuse_change();
