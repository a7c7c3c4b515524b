-- An act takes the time when it begins and may then wait for another, whose time is later: what that one has changed was changed
-- "in the future" of the first. That is no rewriting of the past. A duty that is over by then is left alone, and one
-- that it has changed is ended no earlier than that change. Nobody waits for more than minutes: a change that lies farther ahead was made by
-- a clock that was wrong, and does not count. To end a duty before the time of the act itself is refused as before.
create or replace function duty_keep_past() returns trigger language plpgsql as $$
declare
  at timestamptz := case when old.changed_at - new.changed_at > interval '10 minutes' then new.changed_at
    else greatest(new.changed_at, old.changed_at) end;
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
  if old.ends <= at then
    return null;
  end if;
  if new.ends < greatest(new.changed_at, new.starts) then
    raise exception 'a duty cannot end before the moment of the change' using errcode = 'MU001', table = 'duty';
  end if;
  new.changed_at := at;
  new.ends := greatest(new.ends, at);
  return new;
end $$;

-- Until when a duty would have gone on that was parted for a stand-in (reason `away`): who ends the stand-in's gives it back.
alter table duty add column parted_until timestamptz;
