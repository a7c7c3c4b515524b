-- Grave acts can be undone for some minutes, whole: an accepted plan, a call-out that was stopped, a warning that was ended by hand.
-- What was is not changed: what is given again is a new row.

-- Until when a duty was to last before it was ended sooner; null: it was not, or it was ended before this was kept.
alter table duty add column was_until timestamptz;
-- The duty, ended by an act that was undone, that this one gives again.
alter table duty add column again_of uuid;
create index duty_again on duty (district, again_of) where again_of is not null;
-- What ended with the requirements of a campaign, in the order in which it is given again.
create index duty_not_required on duty (district, campaign, subject) where campaign is not null and end_reason = 'no longer required';

-- A plan that was accepted and undone: its places are open again, and it is not accepted a second time.
alter table proposal drop constraint proposal_state_check;
alter table proposal add constraint proposal_state_check check (state in ('open', 'accepted', 'refused', 'overtaken', 'undone'));
-- Why it was accepted, where somebody said so.
alter table proposal add column reason text;
alter table proposal add column undone_at timestamptz;

-- What a part of a warning was before the warning was ended by hand.
alter table warning_part add column was_state text;

-- An act that is being undone, or was: one row a campaign, done in pieces by the step 'undo'.
create table undoing (
  district   text not null,
  id         uuid not null,
  act        uuid not null,                         -- the row of audit that is undone
  lane       text not null,
  kind       text not null check (kind in ('plan', 'callout', 'warning')),
  subject    uuid not null,                         -- the plan, the call-out or the warning
  campaign   uuid not null,                         -- its plans and calls wait until all is as it was
  acted_at   timestamptz not null,                  -- when that act was done
  over_at    timestamptz,                           -- when the campaign had ended by it; null: it had not yet
  begun_at   timestamptz not null,
  begun_by   text not null,
  stage      text not null check (stage in ('duties', 'calls', 'done')),
  up_to      uuid not null default '00000000-0000-0000-0000-000000000000', -- how far the stage is: a place, a duty or a call-out
  up_to_person uuid not null default '00000000-0000-0000-0000-000000000000',
  total      integer not null,                      -- duties and calls that are to be as they were
  restored   integer not null default 0,            -- … that are
  lost       integer not null default 0,            -- … that others have taken since, or that are over
  told       integer not null default 0,            -- people who are told of it
  aside      uuid[] not null default '{}',          -- duties that could not be given again, until somebody has them tried again
  ended_at   timestamptz,
  primary key (district, id)
);
-- distribute: undoing by district
create unique index undoing_of_act on undoing (district, act, campaign);
create index undoing_of_campaign on undoing (district, campaign);
create index undoing_open on undoing (district, lane, begun_at) where ended_at is null or aside <> '{}';
