-- The planner's statistics of shapes are not made: every statement over shapes is written for an index and needs none. On the
-- embedded engine they do harm: where two tables lie apart, PostGIS answers the planner's question how much of them joins with
-- an address of memory (a value handed back by reference where a number is meant), and the statement fails with "invalid join
-- selectivity". A warning would be lost for where the last ones lay.
alter table area alter column shape set statistics 0;
alter table place alter column geom set statistics 0;
alter table person alter column home set statistics 0;
alter table campaign_zone alter column shape set statistics 0;
alter table campaign_zone alter column near_shape set statistics 0;
alter table gauge alter column at set statistics 0;
alter table record alter column at set statistics 0;
alter table warning_area alter column shape set statistics 0;
alter table record_aside alter column at set statistics 0;
