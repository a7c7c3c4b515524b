-- Names are compared without strokes and the marks of more scripts (đ as d, ß as ss, Arabic without its points): those that have
-- any such letter are taken out of the index, and the step `index` adds them anew. All that is neither ASCII nor Chinese is taken:
-- which letters are concerned is known to the program alone. Names in Chinese stay found meanwhile.
delete from search_key where name ~ '[^\u0001-\u007f\u3000-\u9fff]' or key ~ '[^\u0001-\u007f\u3000-\u9fff]';
delete from search_slip where word ~ '[^\u0001-\u007f]';
delete from search_name where name ~ '[^\u0001-\u007f\u3000-\u9fff]' or said ~ '[^\u0001-\u007f\u3000-\u9fff]';

-- Their places in lists by name follow the same rule; until they are worked out, they stand by the name as it is written.
update person set sort_key = null where name ~ '[^\u0001-\u007f\u3000-\u9fff]';

insert into agenda (lane, district, step, at)
select distinct 'actual', district, 'index', to_timestamp(0) from area;
insert into agenda (lane, district, step, at)
select distinct lane, '*', 'index', to_timestamp(0) from warning;
