import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { zonesOf } from '../places/store.ts'
import { changesOf, type Fields } from './changes.ts'
import { carryCounts, closeUnits } from './close-units.ts'
import { type Filed, fileInDistricts, type UnitOptions } from './file-units.ts'
import type { UnitRow } from './model.ts'
import { inParts, nothingSaved, type Progress, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import type { Closing } from './store-closing.ts'
import { type EdgeToWrite, hangUnits, type UnitToWrite, unitIds, unitsBefore, upsertUnits } from './store-units.ts'
import { firstDay, lastDay, placeWhen } from './zone-time.ts'

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
  const filed = await fileInDistricts(tx, now, units, options, saved)
  const zones = await zonesOf(tx, [...new Set([...filed.values()].map(({ district }) => district))])
  const before = await unitsThen(tx, now, filed)
  const touched = new Set<string>()
  const fresh = new Set<string>()
  let done = 0
  for (const part of inParts([...filed.values()])) {
    const written = await upsertUnits(
      tx,
      part.map((each) => toWrite(now, each, zones.get(each.district))),
    )
    for (const { id, added } of written) {
      if (added) fresh.add(id)
      touched.add(id)
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
  for (const part of inParts(edges)) {
    const hung = await hangUnits(tx, now, part)
    for (const { unit } of hung) touched.add(unit)
    await carryCounts(tx, now, hung)
  }
  for (const id of await closeUnits(tx, now, actor, closingOf(now, filed.values(), ids, zones), saved)) touched.add(id)
  const after = await unitsThen(tx, now, filed)
  saved.added = fresh.size
  saved.changed = touched.size - fresh.size
  saved.same = filed.size - touched.size
  for (const { unit, district } of filed.values()) {
    if (touched.size > 0) saved.districts.add(district)
    const id = ids.get(`${district}\n${unit.code}`) ?? ''
    if (touched.has(id)) {
      const changes = before.has(id) ? changesOf(before.get(id) ?? {}, after.get(id) ?? {}) : []
      tellOutcome(saved, fresh.has(id), { ...unit, district, subject: id, changes })
    }
    if (saved.sample.length < SAMPLE) saved.sample.push({ ...unit, district })
  }
  return saved
}

/** The units of a file as the register has them, by id: read before and after, since a file leaves open what it does not say. */
async function unitsThen(tx: Tx, now: Date, filed: ReadonlyMap<string, Filed>): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>()
  for (const [district, theirs] of Map.groupBy(filed.values(), (each) => each.district)) {
    const codes = theirs.map((each) => each.unit.code)
    const zone = (await zonesOf(tx, [district])).get(district)
    for (const { id, code: _, founded, dissolved, ...fields } of await unitsBefore(tx, now, district, codes)) {
      const days = { founded: founded && firstDay(founded, zone), dissolved: dissolved && lastDay(dissolved, zone) }
      found.set(id, { ...fields, ...days })
    }
  }
  return found
}

/** Units that the file dissolves, now or at a time to come, each with the one that takes over at the end of the line. */
function closingOf(
  now: Date,
  filed: Iterable<Filed>,
  ids: ReadonlyMap<string, string>,
  zones: ReadonlyMap<string, string>,
): Closing[] {
  return [...filed].flatMap((each) => {
    const { unit, district } = each
    const dissolved = startOf(unit.dissolved, zones.get(district))
    const id = ids.get(`${district}\n${unit.code}`)
    if (dissolved === null || id === undefined) return []
    const heir = heirOf(each)
    const successor = heir === null ? null : 'unit' in heir ? ids.get(`${heir.district}\n${heir.unit.code}`) : heir.id
    if (successor === undefined) return []
    const at = new Date(Math.max(now.getTime(), Date.parse(dissolved)))
    const kept = heir === null ? '' : 'unit' in heir ? heir.unit.code : heir.code
    const last = lastDay(new Date(dissolved), zones.get(district))
    return [{ district, id, at, last, successor, line: unit.line, code: unit.code, kept }]
  })
}

/** The successor, or its own where that is dissolved by the same file. */
function heirOf(filed: Filed): Filed['successor'] {
  const passed = new Set<Filed['successor']>([filed])
  let heir = filed.successor
  while (heir && 'unit' in heir && heir.unit.dissolved !== null && heir.successor && !passed.has(heir.successor)) {
    passed.add(heir)
    heir = heir.successor
  }
  return heir
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
