-- What those who look are told of: that something changed, and how exercises stand.

-- One row for each transaction, lane, district and topic in which something changed: not what, only that. Rows are only
-- ever added, so that no two transactions wait for one another, and are read from a transaction id on. A transaction's
-- id is given when it begins to write and its rows are seen when it commits, so that a reader who asks from the oldest
-- transaction that was still running at the last look misses none, however late it commits (domain/audit/changes.ts).
-- Like the agenda it stays whole on a distributed database's coordinator, whose transaction ids these are.
create table change (
  xid      xid8 not null default pg_current_xact_id(),
  lane     text not null,                           -- '*': every lane, such as what is imported
  district text not null,                           -- '*': everywhere
  topic    text not null,                           -- gaps, duties, callouts, records, warnings, proposals, register, exercise
  primary key (xid, lane, district, topic)
);

-- An exercise: a lane with a clock of its own. Whoever runs it writes how far it is and reads what is wished of it, so
-- that any process may pause, stop or speed up an exercise that runs in another.
create table exercise (
  lane       text primary key,
  district   text not null,                         -- where it is played
  seed       integer not null,
  starts     timestamptz not null,                  -- in the exercise's own time
  ends       timestamptz not null,
  now_at     timestamptz not null,                  -- how far its clock is
  speed      double precision,                      -- so many times as fast as the wall; null: as fast as it goes
  state      text not null check (state in ('running', 'paused', 'done', 'failed', 'stopped')),
  wish       text not null default 'run' check (wish in ('run', 'pause', 'stop')),
  report     jsonb,
  fault      text,                                  -- code of what it failed of
  started_at timestamptz not null,                  -- these two by the wall
  seen_at    timestamptz not null                   -- when whoever runs it was last heard of
);
create index exercise_by_time on exercise (started_at desc, lane desc);
-- One at a time: two floods at once would have the same people stand on two dams.
create unique index exercise_one on exercise ((true)) where state in ('running', 'paused');
