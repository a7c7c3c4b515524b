import type { Tx } from '../../db/connect.ts'
import { type UnitFound, unitFinder } from './find-units.ts'
import type { UnitRow } from './model.ts'
import { problem } from './reasons.ts'
import { refuse, type Saved } from './saved.ts'
import { districtsOf } from './store-places.ts'
import { edgesNow, type KnownUnit, unitIds, unitsNamed } from './store-units.ts'

export interface UnitOptions {
  /** The district of units that have neither an area nor a parent. */
  district?: string | undefined
}

/** A unit with its district, and its parent and successor as the file or the register has them. */
export interface Filed {
  unit: UnitRow
  district: string
  area: string | null
  parent: Filed | KnownUnit | null
  successor: Filed | KnownUnit | null
}

/**
 * The district, parent and successor of each unit by its code; refused are rows of which one is not known, and rows that would
 * put a unit under itself, whether by way of the file or of the register (CYCLE).
 */
export async function fileInDistricts(
  tx: Tx,
  now: Date,
  units: readonly UnitRow[],
  options: UnitOptions,
  saved: Saved,
): Promise<Map<string, Filed>> {
  const inFile = new Set(units.map((unit) => unit.code))
  const words = units.flatMap(({ code, parent, area, successor }) => [
    ...[parent, successor].filter((word) => word !== null && !inFile.has(word)),
    // Where nothing else tells the district of a unit, the register may.
    ...(parent === null && area === null && options.district === undefined ? [code] : []),
  ])
  const find = unitFinder(await unitsNamed(tx, [...new Set(words.filter((word) => word !== null))]))
  const districts = await districtsOf(tx, [...new Set(units.flatMap((unit) => unit.area ?? []))])
  const filed = new Map<string, Filed>()
  for (const unit of units) {
    const ofArea = unit.area === null ? undefined : districts.get(unit.area)
    const parent = parentOf(unit, ofArea ?? options.district, filed, inFile, find, saved)
    if (parent === undefined) continue
    const own = find(unit.code)
    const district =
      ofArea ?? parent?.district ?? options.district ?? (own && 'unit' in own ? own.unit.district : undefined)
    if (unit.area !== null && ofArea === undefined) {
      if (district === undefined) {
        refuse(saved, 'UNKNOWN', unit.line, { column: 'area', value: unit.area })
        continue
      }
      saved.notes.push(problem('LEFT_OUT', unit.line, { column: 'area', value: unit.area }))
    }
    if (district === undefined) refuse(saved, 'MISSING', unit.line, { column: 'area' })
    else
      filed.set(unit.code, { unit, district, area: ofArea === undefined ? null : unit.area, parent, successor: null })
  }
  for (const each of [...filed.values()]) nameSuccessor(each, filed, find, saved)
  await refuseRings(tx, now, filed, saved)
  return filed
}

/** Who takes over from a unit that is dissolved; a row that names one that is not known, or of another district, is refused. */
function nameSuccessor(
  each: Filed,
  filed: Map<string, Filed>,
  find: ReturnType<typeof unitFinder>,
  saved: Saved,
): void {
  const { code, line, successor: word } = each.unit
  if (word === null) return
  const found: UnitFound | { unit: Filed } = filed.has(word)
    ? { unit: filed.get(word) as Filed }
    : find(word, each.district)
  const known = found && 'several' in found ? found.several.map((one) => `${one.district} ${one.code}`).join(', ') : ''
  if (found && 'unit' in found && found.unit.district === each.district && word !== code) each.successor = found.unit
  else {
    refuse(saved, known ? 'AMBIGUOUS' : 'UNKNOWN', line, { column: 'successor', value: word, known })
    filed.delete(code)
  }
}

/** Refuses rows by which a unit would stand under itself, and rows of new units whose parent is refused for that. */
async function refuseRings(tx: Tx, now: Date, filed: Map<string, Filed>, saved: Saved): Promise<void> {
  const wanted = [...filed.values()].map(({ district, unit }) => ({ district, code: unit.code }))
  const ids = new Map((await unitIds(tx, wanted)).map((unit) => [`${unit.district}\n${unit.code}`, unit.id]))
  const keyOf = (unit: Filed | KnownUnit) => {
    if (!('unit' in unit)) return unit.id
    const key = `${unit.district}\n${unit.unit.code}`
    return ids.get(key) ?? key
  }
  const districts = [...filed.values()].flatMap(({ district, parent }) =>
    parent ? [district, parent.district] : [district],
  )
  const register = await registerTree(tx, now, new Set(districts))
  const rings: Filed[] = []
  // What is refused stays where the register has it, and may close a ring there with another row.
  for (let found: Filed[] | null = null; found === null || found.length > 0; ) {
    const above = new Map(register)
    for (const each of filed.values()) if (each.parent) above.set(keyOf(each), keyOf(each.parent))
    found = [...filed.values()].filter((each) => each.parent && isInRing(keyOf(each), above))
    for (const { unit } of found) {
      refuse(saved, 'CYCLE', unit.line, { column: 'parent', value: unit.code })
      filed.delete(unit.code)
    }
    rings.push(...found)
  }
  const gone = new Set<Filed | KnownUnit>(rings)
  // Parents come first, so that one pass finds all that hangs on what was refused.
  for (const each of gone.size > 0 ? [...filed.values()] : []) {
    if (!each.parent || !gone.has(each.parent) || !('unit' in each.parent)) continue
    const { district, unit } = each.parent
    const id = ids.get(`${district}\n${unit.code}`)
    if (id !== undefined) each.parent = { district, id, code: unit.code, name: unit.name }
    else {
      refuse(saved, 'PARENT_REFUSED', each.unit.line, { column: 'parent', value: unit.code })
      filed.delete(each.unit.code)
      gone.add(each)
    }
  }
}

/** What stands above each unit now, in these districts and in those to which their trees go up. */
async function registerTree(tx: Tx, now: Date, districts: Set<string>): Promise<Map<string, string>> {
  const above = new Map<string, string>()
  for (const district of districts) {
    for (const { unit, parent, parentDistrict } of await edgesNow(tx, now, district)) {
      above.set(unit, parent)
      districts.add(parentDistrict) // a set gives out what is added while it is walked
    }
  }
  return above
}

function isInRing(key: string, above: ReadonlyMap<string, string>): boolean {
  const passed = new Set<string>()
  for (let at = above.get(key); at !== undefined && !passed.has(at); at = above.get(at)) {
    if (at === key) return true
    passed.add(at)
  }
  return false
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
