import type { Fragment, Tx } from '../../db/connect.ts'

/** Metres of a degree of latitude where it is shortest, so that a box in degrees is never too small. */
const DEGREE_M = 110_500

/**
 * That a zone `z` touches a place `p`: their shapes meet, those of lines within the zone's margin, since a dam runs along the edge of
 * what it protects (index place_by_geom). `near_shape` is a little wider than the margin and says which lines are measured; of the
 * shape only what is near the line is, since one of thousands of corners takes longer than all its lines.
 */
export const touchesZone = (tx: Tx): Fragment => tx`
  p.geom && coalesce(z.near_shape, z.shape) and case
    when st_dimension(p.geom) <> 1 then st_intersects(p.geom, z.shape)
    when z.near_m is null then st_intersects(p.geom, coalesce(z.near_shape, z.shape))
    else st_intersects(p.geom, z.shape) or (st_intersects(p.geom, z.near_shape)
      and st_dwithin(p.geom::geography, ${around(tx)}::geography, z.near_m, false)) end`

/** The part of a zone's shape within twice its margin of the box round a place. */
const around = (tx: Tx) => tx`
  st_clipbybox2d(z.shape, st_expand(p.geom, 2 * z.near_m / (${DEGREE_M}::float8 * greatest(0.01,
    cos(radians(greatest(abs(st_ymin(p.geom)), abs(st_ymax(p.geom))))))), 2 * z.near_m / ${DEGREE_M}::float8))`
