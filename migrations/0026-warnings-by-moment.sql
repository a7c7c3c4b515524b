-- Warnings are listed by a moment that does not lie ahead of when they were received: what a clock that is years ahead has sent would
-- stand on top of every list until then. The step `warn` reads what was sent lately by the same moment, and what is open by itself.
drop index warning_by_time;
create index warning_by_time on warning (lane, least(sent, received_at) desc, id desc);
drop index warning_named;
create index warning_named on warning
  (lane, left(coalesce(parsed #>> '{infos,0,headline}', parsed #>> '{infos,0,event}', identifier), 200),
  least(sent, received_at) desc);
drop index warning_in_force;
create index warning_open on warning (lane) where state in ('in-force', 'received', 'set-aside');

-- How near to its shape a line counts as inside, in metres: `near_shape` only says which lines are measured. Null: it says which count.
alter table campaign_zone add column near_m double precision;
