import type { AreaInput } from '../places/model.ts'
import type { AreaRow } from './model.ts'
import { type Problem, problem } from './reasons.ts'

/** What the register already knows of an area. */
export interface KnownArea {
  code: string
  parent: string | null
  district: string
  level: number
  kind: string
  path: string[]
  name: string
  names: Record<string, string>
  props: Record<string, unknown>
  opened: string | null
  closed: string | null
}

export interface FiledArea extends Required<AreaInput> {
  line: number
  opened: string | null
  closed: string | null
  successors: string[]
  replaces: string[]
  implied: boolean
}

export interface FileAreasOptions {
  /** The kind of area at which emergencies are run: `county`, `city`. Everything below one belongs to it. */
  districtKind: string
  /** The code of the area under which rows without a parent hang; without it they are roots. */
  under?: string | undefined
  /** What an area is whose row does not say, highest first; `adm2` at level 2 without it. */
  kinds?: readonly string[] | undefined
}

/**
 * Gives each area its level, path and district, parents first. An area above the districts is a district of its own.
 * A row that names no parent leaves a known area where it is. Refused: a parent that neither file nor register knows, a
 * circle, and a move to another district, since every row of the old one bears its name.
 */
export function fileAreas(
  rows: readonly AreaRow[],
  known: ReadonlyMap<string, KnownArea>,
  options: FileAreasOptions,
): { areas: FiledArea[]; problems: Problem[] } {
  const byCode = new Map(rows.map((row) => [row.code, row]))
  const filed = new Map<string, FiledArea>()
  const problems: Problem[] = []
  // Null: it cannot be filed, and neither can what lies below it. So is an area while its own parents are filed, which
  // stops at a circle.
  const done = new Map<string, FiledArea | null>()

  const file = (row: AreaRow): FiledArea | null => {
    const before = done.get(row.code)
    if (before !== undefined) return before
    done.set(row.code, null)
    const had = known.get(row.code)
    const above = row.parent ?? (had ? had.parent : (options.under ?? null))
    const inFile = above === null ? undefined : byCode.get(above)
    const parent = inFile ? file(inFile) : above === null ? null : known.get(above)
    if (above !== null && !parent) {
      const isCircle = inFile !== undefined && isOwnAncestor(row, byCode)
      const why = isCircle ? 'CYCLE' : inFile ? 'PARENT_REFUSED' : 'UNKNOWN'
      problems.push(problem(why, row.line, { column: 'parent', value: isCircle ? row.code : above }))
      return null
    }
    const kind = row.kind || had?.kind || kindAt(parent ? parent.level + 1 : 0, options)
    const area = place({ ...row, kind }, parent ?? null, options.districtKind)
    if (had && had.district !== area.district) {
      problems.push(
        problem('OTHER_DISTRICT', row.line, { column: 'district', value: area.district, kept: had.district }),
      )
      return null
    }
    done.set(row.code, area)
    filed.set(row.code, area)
    return area
  }

  for (const row of rows) file(row)
  return { areas: [...filed.values()], problems }
}

/** Whether the parents that the file names lead from an area back to it. */
function isOwnAncestor(row: AreaRow, byCode: ReadonlyMap<string, AreaRow>): boolean {
  const passed = new Set<string>()
  for (let at = row.parent; at !== null && !passed.has(at); at = byCode.get(at)?.parent ?? null) {
    if (at === row.code) return true
    passed.add(at)
  }
  return false
}

function kindAt(level: number, { kinds = [] }: FileAreasOptions): string {
  return kinds[level] ?? `adm${level}`
}

function place(row: AreaRow, parent: KnownArea | AreaInput | null, districtKind: string): FiledArea {
  const belowDistrict = parent !== null && (parent.kind === districtKind || parent.district !== parent.code)
  return {
    line: row.line,
    code: row.code,
    parent: parent?.code ?? null,
    district: belowDistrict ? parent.district : row.code,
    level: parent === null ? 0 : parent.level + 1,
    kind: row.kind,
    name: row.name,
    names: row.names,
    path: [...(parent?.path ?? []), row.code],
    shape: row.geometry,
    props: row.props,
    opened: row.opened,
    closed: row.closed,
    successors: row.successors,
    replaces: row.replaces,
    implied: row.implied,
  }
}
