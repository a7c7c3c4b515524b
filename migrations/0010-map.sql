-- What the map is drawn from is kept in memory by each server and read anew when a stamp has moved. These are the stamps,
-- written in the transaction of whatever moves them, and the extents by which a tile finds its districts.

-- How often it was worked out where a campaign requires something, by its zones or as a shift began or ended; and how often
-- a gap opened or closed. Whoever writes them holds the campaign's lock already.
alter table campaign add column required_stamp bigint not null default 0;
alter table campaign add column gap_stamp bigint not null default 0;

-- How often a district's places and areas were written, and how many places it has.
create table ground (
  district     text primary key,
  places       integer not null default 0,
  places_stamp bigint not null default 0,
  areas_stamp  bigint not null default 0
);
-- distribute: ground by district

-- The box round an area's shape and all places in it, those of the areas below included. It only grows: a place that is
-- moved or closed leaves it too large, which costs a look and hides nothing.
create table area_extent (
  area  text primary key,
  west  double precision not null,
  south double precision not null,
  east  double precision not null,
  north double precision not null
);
-- reference: area_extent

-- The districts and the areas above them: all that a map of the nation is made of.
create index area_districts on area (code) where code = district;

-- What stands already. A campaign of which nothing was worked out yet keeps 0, and is drawn as unknown until it is.
update campaign set required_stamp = 1 where (district, id) in (select district, campaign from requirement);

insert into ground (district, places, places_stamp, areas_stamp)
select a.code, coalesce(p.n, 0), 1, 1
from area a left join (select district, count(*) as n from place group by district) p on p.district = a.code
where a.code = a.district;

insert into area_extent (area, west, south, east, north)
select up, min(west), min(south), max(east), max(north)
from (
  select code as area, st_xmin(shape) as west, st_ymin(shape) as south, st_xmax(shape) as east, st_ymax(shape) as north
  from area where shape is not null
  union all
  select area, min(st_xmin(geom)), min(st_ymin(geom)), max(st_xmax(geom)), max(st_ymax(geom)) from place group by area
) own join area leaf on leaf.code = own.area, unnest(leaf.path) up
group by up;
