-- An exercise may have somebody in the coordinator's chair: plans wait for their yes then, and its clock stands while something
-- waits for them. What it stands for is shown, and what is being done while a moment takes long.
alter table exercise add column chair boolean not null default false;
alter table exercise add column waits text;   -- plan, gap, hazard, confirm; null: for nothing, or whoever paused it
alter table exercise add column doing text;   -- the step in hand; null: it waits for its next moment
