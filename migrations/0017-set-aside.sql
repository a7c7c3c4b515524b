-- What a step of the flow could not do: an item that fails by itself is set aside with the reason, and the items behind it go on.

-- One row for an item of a step: what it is, why it failed, since when and how often. It is shown in /health, on the board and
-- by `doctor`, until somebody has it tried again or it succeeds. What acts on a whole register has district '*'.
create table set_aside (
  lane     text not null,
  district text not null,
  step     text not null,
  item     text not null,                           -- what it is and its id: 'warning 0190…', 'summons 0190… 0191…'
  code     text not null,                           -- a code of base/errors.ts, or PostgreSQL's SQLSTATE
  reason   text not null,
  since    timestamptz not null,
  last_at  timestamptz not null,
  tries    integer not null default 1,
  primary key (district, lane, step, item)
);
-- distribute: set_aside by district
