-- A place that comes to lie in another district is closed where it was and begins where it is: a row for each stay, so that
-- any past day can be shown. The same code may then come back to a district that it has left.
drop index place_by_code;
create unique index place_by_code on place (district, kind, code, closed);
create index place_anywhere on place (code, kind);
