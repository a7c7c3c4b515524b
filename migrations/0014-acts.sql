-- Acts by hand, and files that are brought in by way of the browser.

-- What was answered to an act that its sender may send twice, for want of an answer: the same key again gets the same
-- answer and does nothing more. Kept for a day.
create table answered (
  district text not null,
  key      text not null,                           -- made by the sender
  act      text not null,
  asked    text not null,                           -- hash of what was asked: a key is for one request
  answer   jsonb,
  at       timestamptz not null,
  primary key (district, key)
);
-- distribute: answered by district
create index answered_by_time on answered (district, at);

-- When somebody asked for one more call, beside the ladder's own; null once it was made.
alter table summons add column again_at timestamptz;

-- A plan that a coordinator asked for: it stands in the way of no other.
alter table proposal add column by_hand boolean not null default false;

-- The file as it was written, with its comments: what its figures are taken from stands there.
alter table playbook add column text text;

-- A file on its way into the register. It holds what its columns are read as; its bytes and the rows that were read of it
-- lie beside it until it is applied or dropped.
create table import_draft (
  id         uuid primary key,
  kind       text not null,                         -- areas, units, people, places, duties
  name       text not null,
  bytes      bigint not null,
  state      text not null check (state in ('arriving', 'draft', 'read', 'applied', 'dropped')),
  sheet      text,                                  -- of a workbook; null: the first
  mapping    jsonb not null,
  options    jsonb not null default '{}',
  found      jsonb not null default '{}',           -- what is in the file: its form, sheets, columns with samples
  summary    jsonb,                                 -- what it would write, or has written
  fault      jsonb,                                 -- why the last reading or writing came to nothing
  made_at    timestamptz not null,
  made_by    text not null,
  changed_at timestamptz not null
);
-- reference: import_draft
create index import_draft_by_time on import_draft (made_at desc, id desc);

create table import_part (
  draft uuid not null,
  n     integer not null,
  bytes bytea not null,
  primary key (draft, n)
);
-- distribute: import_part by draft

-- Rows of a read file that would be new or change something, that could not be placed, or in which something was mended.
create table import_row (
  draft  uuid not null,
  state  text not null,                             -- unplaced, new, changed, noted
  n      integer not null,                          -- counts rows of one state: a line may have several notes
  line   integer not null,
  name   text,
  code   text,
  reason jsonb,
  primary key (draft, state, n)
);
-- distribute: import_row by draft
