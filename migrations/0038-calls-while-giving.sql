-- While a plan is given piece by piece, each piece asks for calls; a campaign is then looked through again only some seconds after it was.
alter table campaign add column looked_at timestamptz not null default '-infinity';
