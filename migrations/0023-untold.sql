-- A ladder that came to its end unanswered and had nobody to turn to: no deputy, no superior, at no level above. It is shown to
-- whoever coordinates, until the person answers or is called or handed on by hand.
alter table summons add column untold_at timestamptz;
create index summons_untold on summons (district, lane, untold_at) where untold_at is not null;
