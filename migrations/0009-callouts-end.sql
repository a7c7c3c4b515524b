-- A call-out ends when nobody in it is waited for any more. Whether anybody is, is asked with every answer that comes in:
-- this index makes it one step, however many were called. It is narrow, and new rows of a call-out are added at its end.
create index summons_waited on summons (district, callout) where next_at < 'infinity';
create index callout_open on callout (district, lane) where ended_at is null;

-- Those from before: the last that is known of each.
update callout c set ended_at = (
  select coalesce(max(greatest(s.called_at, s.acknowledged_at, s.arrived_at, s.stood_down_at)), c.started_at)
  from summons s where s.district = c.district and s.callout = c.id)
where not exists (select from summons s where s.district = c.district and s.callout = c.id and s.next_at < 'infinity');
