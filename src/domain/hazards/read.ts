import type { Position } from '../../base/geometry.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { hazardNamed } from '../records/hazard-names.ts'
import { foldHazard, type NotCounted } from './fold.ts'
import type { HazardState } from './model.ts'
import { recordsOfHazards } from './store.ts'

/** A hazard as it is shown: how it is, where, and who said so. */
export interface ShownHazard {
  district: string
  id: string
  lane: string
  subject: string
  place: string
  placeKind: string
  /** Codes from the root down to the area that it lies in. */
  areas: string[]
  /** Its dam. */
  line: string | null
  kind: string | null
  muddy: boolean | null
  chainageM: number | null
  /** Longitude and latitude: as told, else by its chainage, else somewhere on the place. */
  point: Position
  gravity: number
  state: HazardState
  stateAt: Date
  stateBy: string
  /** Name of who said so; null: not known any more. */
  stateByName: string | null
  toldBy: string
  toldByName: string | null
  foundAt: Date
  reason: string | null
}

/** Which hazards: `at` is a moment past, or null for now; `where` is a condition on `h`, its place `p` and its area `a`. */
export interface HazardsAsked {
  lane: string
  at: Date | null
  where: Fragment
  /** Those that are over as well. */
  over: boolean
  limit: number
}

/** A hazard `h` as it is now, or as it was known at a moment (primary key of hazard_state). */
export function hazardAt(tx: Tx, at: Date | null): Fragment {
  if (at === null) return tx`hazard h`
  return tx`(
    select b.district, b.id, b.lane, b.subject, b.told_by, b.found_at, b.known_at, s.kind, s.muddy, s.chainage_m, s.at, s.gravity,
      s.state, s.state_at, s.state_by, s.last_record, s.reason
    from hazard b join hazard_state s on s.district = b.district and s.hazard = b.id and s.since <= ${at} and s.until > ${at}
  ) h`
}

/** The gravest first, of equal ones the one that has stood longest (index hazard_standing). */
export async function hazardsShown(tx: Tx, asked: HazardsAsked): Promise<ShownHazard[]> {
  const { lane, at, where, over, limit } = asked
  return tx<ShownHazard[]>`
    select h.district, h.id, h.lane, h.subject, p.name as place, p.kind as "placeKind", a.path as areas, p.line, h.kind, h.muddy,
      h.chainage_m as "chainageM", jsonb_build_array(st_x(o.point), st_y(o.point)) as point, h.gravity::int as gravity, h.state,
      h.state_at as "stateAt", h.state_by as "stateBy", coalesce(sp.name, su.name) as "stateByName", h.told_by as "toldBy",
      coalesce(tp.name, tu.name) as "toldByName", h.found_at as "foundAt", h.reason
    from ${hazardAt(tx, at)} join place p on p.district = h.district and p.id = h.subject
      join area a on a.code = p.area
      left join person sp on sp.district = h.district and sp.id = h.state_by
      left join unit su on su.district = h.district and su.id = h.state_by
      left join person tp on tp.district = h.district and tp.id = h.told_by
      left join unit tu on tu.district = h.district and tu.id = h.told_by,
      lateral (select coalesce(h.at, case when st_geometrytype(p.geom) = 'ST_LineString' and h.chainage_m between p.from_m and p.to_m
        then st_lineinterpolatepoint(p.geom, (h.chainage_m - p.from_m) / (p.to_m - p.from_m)) end, st_pointonsurface(p.geom)) as point
      ) o
    where h.lane = ${lane} and ${over ? tx`true` : tx`h.state in ('found', 'treating', 'treated')`} and ${where}
    order by case when h.state in ('found', 'treating', 'treated') then 0 else 1 end, h.gravity, h.found_at, h.id
    limit ${limit}`
}

/** One record of a hazard's course. */
export interface HazardTold {
  record: string
  kind: string
  /** What it says of the state; null: more of the hazard itself. */
  state: string | null
  by: string
  byName: string | null
  occurredAt: Date
  receivedAt: Date
  /** In the words of whoever told it: a note, or a reason. */
  note: string | null
  /** Why it changed nothing. */
  not: NotCounted | null
}

/** What was told of a hazard up to a moment, as it happened (`recordsOfHazards`); empty where nobody told of it by then. */
export async function hazardCourse(tx: Tx, district: string, id: string, at: Date): Promise<HazardTold[]> {
  const records = await recordsOfHazards(tx, district, [id])
  const known = records.filter((r) => r.receivedAt <= at && (hazardNamed(r) ?? r.id) === id)
  const course = foldHazard(id, known)?.course ?? []
  const tellers = [...new Set(course.map((s) => s.record.toldBy))]
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${tellers}::uuid[])
    union all select id, name from unit where district = ${district} and id = any(${tellers}::uuid[])`
  const names = new Map(found.map((f) => [f.id, f.name]))
  return course.map(({ record: r, not }) => ({
    record: r.id,
    kind: r.kind,
    state: r.kind === 'hazard' ? null : r.kind === 'treated' ? 'treated' : textOf(r.body.state),
    by: r.toldBy,
    byName: names.get(r.toldBy) ?? null,
    occurredAt: r.occurredAt,
    receivedAt: r.receivedAt,
    note: textOf(r.body.reason) ?? textOf(r.body.note),
    not,
  }))
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 500) : null)
