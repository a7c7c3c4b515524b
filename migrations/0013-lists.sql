-- Orders in which lists are read, page by page, and ids by which a page with a subject is opened.

-- The duties of a lane, or of a campaign, newest first. These two take the place of the narrower ones that were there: the
-- call step's "recorded since" is asked of the first.
drop index duty_by_time;
create index duty_by_time on duty (district, lane, recorded_at, id);
drop index duty_by_campaign;
create index duty_by_campaign on duty (district, campaign, recorded_at, id) where campaign is not null;

create index person_by_name on person (district, name, id);
create index place_by_line on place (district, line, from_m, id) where line is not null;

-- The gaps of one village among a hundred thousand: few enough to be sorted once they are found.
create index requirement_gaps_by_area on requirement (district, campaign, area) where gap_since is not null;

create index record_by_teller on record (district, told_by, received_at desc, id desc);
create index record_by_id on record (id);

create index campaign_by_time on campaign (lane, starts desc, id desc);
create index campaign_by_id on campaign (id);
create index campaign_zone_by_warning on campaign_zone (warning) where warning is not null;
create index callout_by_time on callout (district, lane, started_at desc, id desc);
create index callout_by_id on callout (id);
create index proposal_by_time on proposal (district, made_at desc, id desc);
create index proposal_by_id on proposal (id);
