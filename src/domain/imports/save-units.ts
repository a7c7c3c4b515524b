import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { afterClosing } from '../gaps/leaving.ts'
import { zonesOf } from '../places/store.ts'
import { unitFinder } from './find-units.ts'
import type { UnitRow } from './model.ts'
import { problem } from './reasons.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { districtsOf } from './store-places.ts'
import {
  type EdgeToWrite,
  hangUnits,
  type KnownUnit,
  type UnitToWrite,
  unitIds,
  unitsNamed,
  upsertUnits,
} from './store-units.ts'
import { placeWhen } from './zone-time.ts'

export interface UnitOptions {
  /** The district of units that have neither an area nor a parent. */
  district?: string | undefined
}

/** Writes units, parents first as the reader leaves them, each in the district of its area, else in its parent's. */
export async function saveUnits(
  tx: Tx,
  now: Date,
  actor: Actor,
  units: readonly UnitRow[],
  options: UnitOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const filed = await fileInDistricts(tx, units, options, saved)
  const zones = await zonesOf(tx, [...new Set([...filed.values()].map(({ district }) => district))])
  const touched = new Set<string>()
  const fresh = new Set<string>()
  let done = 0
  for (const part of inParts([...filed.values()])) {
    const written = await upsertUnits(
      tx,
      now,
      part.map((each) => toWrite(now, each, zones.get(each.district))),
    )
    for (const { id, added } of written) {
      if (added) fresh.add(id)
      touched.add(id)
    }
    const closed = written.filter((unit) => unit.closed && !unit.added)
    for (const [district, units] of Map.groupBy(closed, (unit) => unit.district)) {
      const ids = units.map((unit) => unit.id)
      await afterClosing(tx, now, actor, district, ids, 'closed')
    }
    done += part.length
    onProgress(`units: ${done} of ${filed.size}`, done, filed.size)
  }
  const ids = new Map(
    (
      await unitIds(
        tx,
        [...filed.values()].map(({ district, unit }) => ({ district, code: unit.code })),
      )
    ).map((unit) => [`${unit.district}\n${unit.code}`, unit.id]),
  )
  const edges: EdgeToWrite[] = []
  for (const { unit, district, parent } of filed.values()) {
    const id = ids.get(`${district}\n${unit.code}`)
    if (id === undefined || parent === null) continue
    const inFile = 'unit' in parent ? ids.get(`${parent.district}\n${parent.unit.code}`) : parent.id
    if (inFile === undefined) continue
    edges.push({
      district,
      unit: id,
      parentDistrict: parent.district,
      parent: inFile,
      since: startOf(unit.founded, zones.get(district)),
    })
  }
  for (const part of inParts(edges)) for (const { unit } of await hangUnits(tx, now, part)) touched.add(unit)
  saved.added = fresh.size
  saved.changed = touched.size - fresh.size
  saved.same = filed.size - touched.size
  for (const { unit, district } of filed.values()) {
    if (touched.size > 0) saved.districts.add(district)
    const id = ids.get(`${district}\n${unit.code}`) ?? ''
    if (touched.has(id)) tellOutcome(saved, fresh.has(id), unit)
    if (saved.sample.length < SAMPLE) saved.sample.push({ ...unit, district })
  }
  return saved
}

interface Filed {
  unit: UnitRow
  district: string
  area: string | null
  parent: Filed | KnownUnit | null
}

/** The district and parent of each unit by its code; refused are those of which either is not known. */
async function fileInDistricts(
  tx: Tx,
  units: readonly UnitRow[],
  options: UnitOptions,
  saved: Saved,
): Promise<Map<string, Filed>> {
  const inFile = new Set(units.map((unit) => unit.code))
  const words = units.flatMap((unit) => (unit.parent !== null && !inFile.has(unit.parent) ? [unit.parent] : []))
  const find = unitFinder(await unitsNamed(tx, [...new Set(words)]))
  const districts = await districtsOf(tx, [...new Set(units.flatMap((unit) => unit.area ?? []))])
  const filed = new Map<string, Filed>()
  for (const unit of units) {
    const ofArea = unit.area === null ? undefined : districts.get(unit.area)
    const parent = parentOf(unit, ofArea ?? options.district, filed, inFile, find, saved)
    if (parent === undefined) continue
    const district = ofArea ?? parent?.district ?? options.district
    if (unit.area !== null && ofArea === undefined) {
      if (district === undefined) {
        refuse(saved, 'UNKNOWN', unit.line, { column: 'area', value: unit.area })
        continue
      }
      saved.notes.push(problem('LEFT_OUT', unit.line, { column: 'area', value: unit.area }))
    }
    if (district === undefined) refuse(saved, 'MISSING', unit.line, { column: 'area' })
    else filed.set(unit.code, { unit, district, area: ofArea === undefined ? null : unit.area, parent })
  }
  return filed
}

/** Undefined when the row is refused for its parent. */
function parentOf(
  unit: UnitRow,
  district: string | undefined,
  filed: Map<string, Filed>,
  inFile: Set<string>,
  find: ReturnType<typeof unitFinder>,
  saved: Saved,
): Filed | KnownUnit | null | undefined {
  if (unit.parent === null) return null
  if (inFile.has(unit.parent)) {
    const parent = filed.get(unit.parent)
    if (!parent) refuse(saved, 'PARENT_REFUSED', unit.line, { column: 'parent', value: unit.parent })
    return parent
  }
  const found = find(unit.parent, district)
  if (found && 'unit' in found) return found.unit
  const known = found?.several.map((each) => `${each.district} ${each.code}`).join(', ') ?? ''
  refuse(saved, found ? 'AMBIGUOUS' : 'UNKNOWN', unit.line, { column: 'parent', value: unit.parent, known })
  return undefined
}

function toWrite(now: Date, { unit, district, area }: Filed, zone: string | undefined): UnitToWrite {
  const { code, name, kind } = unit
  const [founded, dissolved] = [startOf(unit.founded, zone), startOf(unit.dissolved, zone)]
  return { district, id: newId(now), code, name, kind, area, founded, dissolved }
}

/** A day as the moment at which it begins in a district's zone; in UTC where none is set. */
export function startOf(day: string | null, zone = '+00:00'): string | null {
  if (day === null) return null
  return placeWhen({ kind: 'day', from: day, to: day }, 'start', zone).at.toISOString()
}
