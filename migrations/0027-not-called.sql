-- Whom the ladder passed over without a call, and why: they are away, or there is no way to call them. Null: they were called,
-- or are about to be. Of a deputy or superior, for how many of their people who are away they are asked, beside those who do not
-- answer (`doors`): nobody stands behind an empty door.
alter table summons add column passed_over text;
alter table summons add constraint summons_passed_over check (passed_over in ('away', 'no-address'));
alter table summons add column absent int not null default 0;
