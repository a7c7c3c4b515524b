-- How sure it is that what is required is done: beside what too few hold and what is late, what nobody holds, what people have said yes
-- to, where they are there, and where evidence is expected and was heard (bits 8, 16, 32, 64 and 128 of requirement.counted).
alter table coverage add column nobody integer not null default 0;
alter table coverage add column agreed integer not null default 0;
alter table coverage add column arrived integer not null default 0;
alter table coverage add column heard integer not null default 0;
alter table coverage add column expected integer not null default 0;
alter table coverage add column up_nobody integer not null default 0;
alter table coverage add column up_agreed integer not null default 0;
alter table coverage add column up_arrived integer not null default 0;
alter table coverage add column up_heard integer not null default 0;
alter table coverage add column up_expected integer not null default 0;

alter table coverage_log add column nobody integer not null default 0;
alter table coverage_log add column agreed integer not null default 0;
alter table coverage_log add column arrived integer not null default 0;
alter table coverage_log add column heard integer not null default 0;
alter table coverage_log add column expected integer not null default 0;

alter table coverage_delta add column nobody integer not null default 0;
alter table coverage_delta add column agreed integer not null default 0;
alter table coverage_delta add column arrived integer not null default 0;
alter table coverage_delta add column heard integer not null default 0;
alter table coverage_delta add column expected integer not null default 0;

-- Whether anybody has said yes in a campaign, and who had at a moment past.
create index summons_accepted on summons (district, campaign) where accepted_at is not null;
-- What is required now, in the order of the list of gaps: what is met, and yet nobody has said yes to.
create index requirement_counted on requirement (district, campaign, risk desc, subject, rule, starts) where counted <> 0;

-- Where people have said yes: what the map shows as sure.
create index requirement_agreed on requirement (district, campaign, subject) where counted & 16 <> 0;

-- What stands is worked out anew by the step that looks at what time has changed, in pieces and with its counts.
update requirement set check_at = starts where counted <> 0;
insert into agenda (lane, district, step, at)
select distinct lane, district, 'gaps', to_timestamp(0) from campaign where ends = 'infinity';
