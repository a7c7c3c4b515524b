import type { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { isPlain } from '../../../base/input.ts'
import { keyOf } from '../../../base/paging.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { ACTUAL, type Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { areaByCode } from '../../places/store.ts'
import type { Filter, ListDef, ListName } from './model.ts'
import type { RawRow } from './refs.ts'
import type { Stretch } from './walk.ts'

/** A request as it comes: parameters by name. */
export interface ListRequest {
  lane: string
  at?: Date | undefined
  sort?: string | undefined
  limit: number
  after?: string | undefined
  filters: Readonly<Record<string, string>>
}

/** A request as a list reads it: checked, its scope found, its units and areas resolved. */
export interface Ask {
  viewer: Viewer
  lane: string
  /** Duties of real life count in an exercise too. */
  lanes: string[]
  /** The moment that is asked about, and whether that is now. */
  moment: Date
  past: boolean
  /** Empty for a list that spans districts and was asked for no one of them. */
  district: string
  /** The areas to look in, itself included; null: all of the district. */
  areas: string[] | null
  /** An area above the districts, for a list that spans them. */
  above: string | null
  /** The units to look in, itself included. */
  units: string[] | null
  sort: string
  limit: number
  /** The values of a filter; none where it was not given. */
  values(key: string): string[]
  /** The first value of a filter. */
  value(key: string): string | null
  /** The key to go on from. BAD_CURSOR. */
  mark<T>(shape: z.ZodType<T>): T | null
}

/** What a mark of a list in one of its orders is tagged with: that of another is no mark here. */
export const markOf = (list: ListName, sort: string) => `${list} ${sort}`

/** A list: its definition, and how a stretch of it is read. */
export interface List extends ListDef {
  page(tx: Tx, ask: Ask): Promise<Stretch<RawRow>>
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Where acts stand that belong to no district. */
const NOWHERE = '*'
const BY_ID = new Set(['person', 'place', 'campaign', 'callout', 'proposal', 'subject'])

/**
 * Checks a request against the list's definition and finds its scope. `now` is the lane's own. LIST_FILTER, LIST_SORT,
 * LIST_NEEDS, LIST_TOO_WIDE; AREA_UNKNOWN, UNIT_UNKNOWN, DISTRICT_UNKNOWN.
 */
export async function askOf(tx: Tx, viewer: Viewer, now: Date, def: ListDef, request: ListRequest): Promise<Ask> {
  const { list } = def
  const given = new Map<string, string[]>()
  for (const [key, text] of Object.entries(request.filters)) given.set(key, checked(def, key, text))
  for (const keys of def.needs)
    if (!keys.some((k) => given.has(k))) throw new MusterError('LIST_NEEDS', { list, filters: keys.join(', ') })
  const sort = request.sort ?? def.sorts[0].key
  if (!def.sorts.some((s) => s.key === sort))
    throw new MusterError('LIST_SORT', { list, sort, known: def.sorts.map((s) => s.key).join(', ') })
  if (request.at && !def.past)
    throw new MusterError('LIST_FILTER', { list, filter: 'at', value: request.at.toISOString() })
  const value = (key: string) => given.get(key)?.[0] ?? null
  const moment = request.at ?? now
  const scope = await scopeOf(tx, def, value, moment)
  return {
    viewer,
    lane: request.lane,
    lanes: [...new Set([ACTUAL, request.lane])],
    moment,
    past: request.at !== undefined,
    ...scope,
    sort,
    limit: request.limit,
    value,
    values: (key) => given.get(key) ?? [],
    mark: (shape) => keyOf(request.after, shape, markOf(list, sort)),
  }
}

/** Values of one filter at most. */
const MOST_CHOSEN = 200

function checked(def: ListDef, key: string, text: string): string[] {
  const filter = def.filters.find((f) => f.key === key)
  const values = filter?.many ? text.split(',').map((v) => v.trim()) : [text]
  if (!filter || values.length > MOST_CHOSEN || values.some((v) => !fits(filter, v)))
    throw new MusterError('LIST_FILTER', { list: def.list, filter: key, value: text })
  return values
}

function fits(filter: Filter, value: string): boolean {
  if (value === '' || value.length > 200 || !isPlain(value)) return false
  if (filter.choices) return filter.choices.includes(value)
  return !BY_ID.has(filter.kind) || UUID.test(value)
}

/** The district, the areas and the units that a request is about; one follows from the other where it is left out. */
async function scopeOf(
  tx: Tx,
  def: ListDef,
  value: (key: string) => string | null,
  moment: Date,
): Promise<Pick<Ask, 'district' | 'areas' | 'above' | 'units'>> {
  const [district, area, unit] = [value('district'), value('area'), value('unit')]
  const found = area === null ? null : await areaByCode(tx, area)
  if (area !== null && !found) throw new MusterError('AREA_UNKNOWN', { code: area })
  const node = unit === null ? null : await unitAnywhere(tx, unit)
  if (unit !== null && !node) throw new MusterError('UNIT_UNKNOWN', { unit })
  if (district !== null && district !== NOWHERE && !(await areaByCode(tx, district)))
    throw new MusterError('DISTRICT_UNKNOWN', { district })
  const isDistrict = found !== null && found.code === found.district
  const wide = isDistrict && (await spansDistricts(tx, found.code))
  const spans = !def.needs.some((keys) => keys.includes('district'))
  if (wide && !spans && district === null) throw new MusterError('LIST_TOO_WIDE', { list: def.list, area: found.name })
  return {
    district: district ?? (wide ? '' : found?.district) ?? node?.district ?? '',
    areas: found && !isDistrict ? await areasIn(tx, found.code) : null,
    above: wide ? found.code : null,
    units: node && (await unitsIn(tx, node, moment)),
  }
}

/** Whether an area lies above the districts (area_by_parent). */
async function spansDistricts(tx: Tx, code: string): Promise<boolean> {
  const [row] = await tx`select from area where parent = ${code} and district <> ${code} limit 1`
  return row !== undefined
}

/** An area and all below it (area_by_path). */
export async function areasIn(tx: Tx, code: string): Promise<string[]> {
  const rows = await tx<{ code: string }[]>`select code from area where path @> ${[code]}::text[]`
  return rows.map((r) => r.code)
}

/** A unit and all below it in its district at a moment. */
export async function unitsIn(tx: Tx, unit: { district: string; id: string }, at: Date): Promise<string[]> {
  const rows = await tx<{ unit: string }[]>`
    with recursive down (unit) as (
      select ${unit.id}::uuid
      union
      select e.unit from down join unit_parent e on e.parent = down.unit and e.district = ${unit.district}
        and e.during @> ${at}::timestamptz
    ) select unit from down`
  return rows.map((r) => r.unit)
}

/** Above so many places in an area, what is about them is met soon enough on the way along all of a list. */
const FEW_PLACES = 2_000

/** The places of the areas asked for (place_by_area); null where none are asked for, or there are many. */
export async function fewPlaces(tx: Tx, ask: Ask): Promise<string[] | null> {
  if (!ask.areas) return null
  const rows = await tx<{ id: string }[]>`
    select id from place where district = ${ask.district} and area = any(${ask.areas}::text[]) limit ${FEW_PLACES + 1}`
  return rows.length > FEW_PLACES ? null : rows.map((r) => r.id)
}

/** A subject's condition that it is a place in one of the areas asked for. */
export function placeIn(tx: Tx, ask: Ask, district: Fragment, subject: Fragment): Fragment | null {
  return (
    ask.areas &&
    tx`exists (select from place p where p.district = ${district} and p.id = ${subject} and p.area = any(${ask.areas}::text[]))`
  )
}
