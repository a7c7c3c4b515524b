-- Acts add to the counts without waiting for one another, and what is required is worked out in pieces.

-- A change of counts that is committed and not yet added to `coverage`: of a node, at the moment of the act. An act only ever
-- inserts such rows; the step `rollup` takes them out and adds them up. What stands is `coverage` and these together.
create table coverage_delta (
  district text not null,
  tree     text not null,
  node     text not null,
  lane     text not null,
  playbook text not null,
  rule     text not null,
  at       timestamptz not null,
  required integer not null,
  unheld   integer not null,
  late     integer not null
);
-- distribute: coverage_delta by district
create index coverage_delta_by_node on coverage_delta (district, tree, node, lane);

-- The same of a campaign's stamps, by which a map is told that it is another: how often they moved and were not yet added up.
create table stamp_delta (
  district text not null,
  lane     text not null,
  campaign uuid not null,
  required integer not null,
  gaps     integer not null
);
-- distribute: stamp_delta by district
create index stamp_delta_by_lane on stamp_delta (district, lane);

-- How far a campaign's requirements are worked out. A round goes through the places in the order of their ids, a piece in a
-- transaction. Null: no round is open.
alter table campaign add column round_at uuid;       -- places up to this one are done
alter table campaign add column round_for text;      -- zones, levels and shifts that the round is for: another begins anew
alter table campaign add column round_ground text;   -- how often places were written when it began
alter table campaign add column required_at timestamptz; -- when a round last ended: until one has, nothing is known of it
update campaign set required_at = starts where required_stamp > 0;

-- A proposal that was accepted gives its lines in pieces, by place.
alter table proposal add column given_to uuid;       -- lines up to this place are given; null: all are, or it was not accepted
alter table proposal add column given_only uuid[];   -- null: all lines were accepted
alter table proposal add column given integer not null default 0;
create index proposal_giving on proposal (district, campaign) where given_to is not null;
