import type { Tx } from '../../db/connect.ts'
import { noteAreas } from '../places/ground.ts'
import { type FileAreasOptions, fileAreas } from './file-areas.ts'
import type { AreaRow } from './model.ts'
import { resembling } from './resemble.ts'
import { inParts, nothingSaved, type Progress, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { knownAreas, namedAreas, repathBelow, upsertAreas } from './store-areas.ts'

/** Writes areas, parents first. New ones that look like a misspelling of a known neighbour are pointed out. */
export async function saveAreas(
  tx: Tx,
  rows: readonly AreaRow[],
  options: FileAreasOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const named = new Set(rows.flatMap((row) => (row.parent === null ? [row.code] : [row.code, row.parent])))
  if (options.under !== undefined) named.add(options.under)
  const known = await knownAreas(tx, [...named])
  // What the file leaves where it is hangs under a parent that the file may not name.
  const above = [...known.values()].flatMap((area) => (area.parent && !known.has(area.parent) ? [area.parent] : []))
  for (const [code, area] of await knownAreas(tx, above)) known.set(code, area)

  const { areas, problems } = fileAreas(rows, known, options)
  saved.problems.push(...problems)
  const fresh = areas.filter((area) => !known.has(area.code))
  const oldParents = [...new Set(fresh.flatMap((area) => (area.parent && known.has(area.parent) ? [area.parent] : [])))]
  const inFile = new Set(areas.map((area) => area.code))
  const neighbours = (await namedAreas(tx, oldParents)).filter((area) => !inFile.has(area.code))
  saved.notes.push(...resembling(fresh, neighbours))

  const byCode = new Map(areas.map((area) => [area.code, area]))
  for (const part of inParts(areas)) {
    const written = await upsertAreas(tx, part)
    for (const { code, added } of written) {
      if (added) saved.added++
      else saved.changed++
      const area = byCode.get(code)
      saved.districts.add(area?.district ?? code)
      if (area) tellOutcome(saved, added, area)
    }
    await noteAreas(
      tx,
      written.map((area) => area.code),
    )
    saved.same += part.length - written.length
    const done = saved.added + saved.changed + saved.same
    onProgress(`areas: ${done} of ${areas.length}`, done, areas.length)
  }
  const moved = areas.filter((area) => known.has(area.code) && known.get(area.code)?.parent !== area.parent)
  if (moved.length > 0)
    await repathBelow(
      tx,
      moved.map((area) => area.code),
    )
  saved.sample = areas.slice(0, SAMPLE).map(({ line, code, parent, district, level, kind, name, props }) => ({
    line,
    code,
    parent,
    district,
    level,
    kind,
    name,
    props,
  }))
  return saved
}
