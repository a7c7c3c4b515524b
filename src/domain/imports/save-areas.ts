import type { Tx } from '../../db/connect.ts'
import { noteAreas } from '../places/ground.ts'
import { type Change, changesOf, propFields } from './changes.ts'
import { type FileAreasOptions, type FiledArea, fileAreas, type KnownArea } from './file-areas.ts'
import type { AreaRow } from './model.ts'
import { problem } from './reasons.ts'
import { recoded, resembling } from './resemble.ts'
import { inParts, nothingSaved, type Progress, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { knownAreas, namedAreas, noteSuccessors, repathBelow, upsertAreas } from './store-areas.ts'

/** Writes areas, parents first. New ones that look like a misspelling of a known neighbour are pointed out. */
export async function saveAreas(
  tx: Tx,
  rows: readonly AreaRow[],
  options: FileAreasOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const codes = new Set(rows.flatMap((row) => (row.parent === null ? [row.code] : [row.code, row.parent])))
  if (options.under !== undefined) codes.add(options.under)
  const known = await knownAreas(tx, [...codes])
  // What the file leaves where it is hangs under a parent that the file may not name.
  const above = [...known.values()].flatMap((area) => (area.parent && !known.has(area.parent) ? [area.parent] : []))
  for (const [code, area] of await knownAreas(tx, above)) known.set(code, area)

  const { areas, problems } = fileAreas(rows, known, options)
  saved.problems.push(...problems)
  const fresh = areas.filter((area) => !known.has(area.code))
  const oldParents = [...new Set(fresh.flatMap((area) => (area.parent && known.has(area.parent) ? [area.parent] : [])))]
  const inFile = new Set(areas.map((area) => area.code))
  const neighbours = (await namedAreas(tx, oldParents)).filter((area) => !inFile.has(area.code))
  const alike = resembling(fresh, neighbours)
  const told = new Set(alike.map((note) => note.line))
  const silent = fresh.filter((area) => area.replaces.length === 0 && !told.has(area.line))
  saved.notes.push(...alike, ...recoded(silent, neighbours))

  const byCode = new Map(areas.map((area) => [area.code, area]))
  for (const part of inParts(areas)) {
    const written = await upsertAreas(tx, part)
    for (const { code, added } of written) {
      if (added) saved.added++
      else saved.changed++
      const area = byCode.get(code)
      saved.districts.add(area?.district ?? code)
      const had = known.get(code)
      if (area) tellOutcome(saved, added, { ...area, subject: code, changes: had ? changesIn(had, area) : [] })
    }
    await noteAreas(
      tx,
      written.map((area) => area.code),
    )
    saved.same += part.length - written.length
    const done = saved.added + saved.changed + saved.same
    onProgress(`areas: ${done} of ${areas.length}`, done, areas.length)
  }
  await saveSuccessors(tx, areas, saved)
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

function changesIn(had: KnownArea, area: FiledArea): Change[] {
  const changes = [
    ...changesOf(
      { name: had.name, kind: had.kind, parent: had.parent, opened: had.opened, closed: had.closed },
      {
        name: area.name,
        kind: area.kind,
        parent: area.parent,
        opened: area.opened ?? undefined,
        closed: area.closed ?? undefined,
      },
    ),
    ...changesOf(had.names, area.names),
    ...changesOf(propFields(had.props), propFields(area.props)),
  ]
  return changes.length > 0 || area.shape === null ? changes : [{ field: 'shape', old: null, new: null }]
}

/** Which area took whose place, as either row of the two says it. One that the register does not have is left out and noted. */
async function saveSuccessors(tx: Tx, areas: readonly FiledArea[], saved: Saved): Promise<void> {
  const said = areas.flatMap(({ line, code, successors, replaces }) => [
    ...successors.map((successor) => ({ line, column: 'successor', word: successor, code, successor })),
    ...replaces.map((old) => ({ line, column: 'replaces', word: old, code: old, successor: code })),
  ])
  if (said.length === 0) return
  const known = await knownAreas(tx, [...new Set(said.map(({ word }) => word))])
  for (const { line, column, word } of said) {
    if (!known.has(word)) saved.notes.push(problem('LEFT_OUT', line, { column, value: word }))
  }
  const changed = await noteSuccessors(
    tx,
    said.filter(({ word }) => known.has(word)),
  )
  const lines = new Map(areas.map((area) => [area.code, area]))
  const told = new Set(saved.outcomes.map((outcome) => outcome.code))
  for (const code of changed) {
    if (told.has(code)) continue
    const area = lines.get(code) ?? said.find((each) => each.code === code)
    saved.changed++
    saved.same -= lines.has(code) ? 1 : 0
    saved.districts.add(lines.get(code)?.district ?? known.get(code)?.district ?? code)
    const district = lines.get(code)?.district ?? known.get(code)?.district ?? code
    const heirs = said.filter((each) => each.code === code).map((each) => each.successor)
    const changes = [{ field: 'successor', old: null, new: heirs.join(', ') }]
    const named = lines.get(code)?.name ?? known.get(code)?.name ?? code
    tellOutcome(saved, false, { line: area?.line ?? 0, name: named, code, district, subject: code, changes })
  }
}
