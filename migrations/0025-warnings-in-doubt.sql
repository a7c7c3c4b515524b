-- A message that cannot be understood, or whose words turn its meaning round, ends nothing until somebody has said so.
alter table warning add column doubt text;          -- why: a word of domain/warnings/doubts.ts; null: it is understood
alter table warning add column ends boolean;        -- what a coordinator said: it ends what it refers to, or that stays
