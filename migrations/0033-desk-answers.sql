-- Answers that a desk wrote down for people whom it telephoned, and call-outs that were stopped.

-- One row a person and act. How the summons stood before it is kept, so that an answer written down by mistake is taken back
-- to exactly that; and what it made of it, which tells whether something was said since. `kind` is one of the four answers, or
-- `relieved`: somebody whose ladder stood still because this person took over.
create table written_answer (
  district      text not null,
  id            uuid not null,                      -- the act: one for all whom it was written down for at once
  callout       uuid not null,
  person        uuid not null,
  lane          text not null,
  kind          text not null,
  reason        text,
  said_at       timestamptz not null,
  written_at    timestamptz not null,
  written_by    text not null,
  was_heard     timestamptz,
  heard_told    timestamptz,                        -- … when that had come in
  was_yes       timestamptz,
  yes_told      timestamptz,
  was_no        timestamptz,
  no_told       timestamptz,
  was_reason    text,
  was_there     timestamptz,
  there_told    timestamptz,
  was_next      timestamptz not null,
  is_heard      timestamptz,
  is_yes        timestamptz,
  is_no         timestamptz,
  is_there      timestamptz,
  taken_back_at timestamptz,
  taken_back_by text,
  primary key (district, id, person)
);
-- distribute: written_answer by district
create index written_answer_by_summons on written_answer (district, callout, person, written_at);

-- A call-out that a person stopped: who was still waited for is stood down, and is not called for the same duties again.
alter table callout add column stopped_at timestamptz;
alter table callout add column stop_reason text;
alter table callout add column stopped_by text;
alter table summons add column stopped_at timestamptz;

-- Who was called and has not been heard of, the longest first: work for a desk.
create index summons_silent on summons (district, lane, called_at, callout, person)
  where acknowledged_at is null and stood_down_at is null;
