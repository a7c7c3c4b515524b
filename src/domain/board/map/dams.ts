import type { Position } from '../../../base/geometry.ts'
import { meet, type Span } from './mercator.ts'
import { type Dam, GONE, type Section } from './model.ts'

/** Neighbouring sections in one state, drawn as one. */
export interface Run {
  line: string
  fromM: number
  toM: number
  state: number
  sections: number
  path: Position[]
}

/** A mark of the chainage. */
export interface Mark {
  line: string
  m: number
  where: Position
}

/** Sections that meet a span, with their dam. */
export function sectionsIn(dams: readonly Dam[], span: Span): { dam: Dam; section: Section }[] {
  return dams
    .filter((dam) => meet(dam.span, span))
    .flatMap((dam) => dam.sections.flatMap((section) => (meet(section.span, span) ? [{ dam, section }] : [])))
}

/** A dam from one end to the other as stretches of one state each: from afar, what matters is where it changes. */
export function runsOf(dam: Dam, states: Uint8Array): Run[] {
  const runs: Run[] = []
  for (const { row, fromM, toM, path } of dam.sections) {
    const state = states[row] as number
    if (state === GONE) continue
    const last = runs.at(-1)
    if (last?.state === state && last.toM === fromM) {
      last.toM = toM
      last.sections++
      last.path.push(...path.slice(1))
    } else runs.push({ line: dam.line, fromM, toM, state, sections: 1, path: [...path] })
  }
  return runs
}

/** Metres between marks at a zoom: far enough apart to be read; null: too far away for any. */
export function markEvery(z: number): number | null {
  if (z < 11) return null
  if (z < 12) return 5_000
  if (z < 14) return 1_000
  return z < 16 ? 500 : 100
}

/** The marks on what of a dam meets a span; none on one too short for a second: the beginning alone tells nothing. */
export function marksOn(dam: Dam, everyM: number, span: Span): Mark[] {
  const marks: Mark[] = []
  if ((dam.sections.at(-1)?.toM ?? 0) < everyM) return marks
  for (const section of dam.sections) {
    if (!meet(section.span, span)) continue
    for (let m = Math.ceil(section.fromM / everyM) * everyM; m < section.toM; m += everyM) {
      const where = along(section, m)
      if (meet([...where, ...where], span)) marks.push({ line: dam.line, m, where })
    }
  }
  return marks
}

/** Where a chainage lies on its section: by its share of the length on the map, which over 500 m is the same. */
function along({ fromM, toM, path }: Section, m: number): Position {
  const lengths = path.slice(1).map((to, i) => Math.hypot(to[0] - (path[i]?.[0] ?? 0), to[1] - (path[i]?.[1] ?? 0)))
  let left = (lengths.reduce((a, b) => a + b, 0) * (m - fromM)) / (toM - fromM)
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [path[i] as Position, path[i + 1] as Position]
    if (left <= length && length > 0)
      return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length]
    left -= length
  }
  return path.at(-1) as Position
}
