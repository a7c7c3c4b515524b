import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import type { AbsenceRow } from './model.ts'
import { type Meant, only } from './only.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { type AbsenceToWrite, absencesKnown, endKnownAbsences, insertAbsences } from './store-absences.ts'
import { peopleCoded } from './store-duties.ts'

/** What becomes of an absence. */
type AbsenceOutcome = 'added' | 'changed' | 'same' | 'past'

/**
 * Writes absences that the register does not have, and gives known ones their new end. One that was ended stays ended, and
 * one that is over is left out. Nobody gives up what they answer for by it: a list of leave does not say who fell ill.
 */
export async function saveAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  absences: readonly AbsenceRow[],
  { district }: { district?: string | undefined },
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  let done = 0
  for (const part of inParts(absences)) {
    const codes = [...new Set(part.map((row) => row.person))]
    const people = Map.groupBy(await peopleCoded(tx, codes, district), (person) => person.code)
    const meant = part.flatMap((row, n) => resolve(now, row, n, people, saved) ?? [])
    const names = new Map(meant.map(({ n, name }) => [n, name]))
    for (const [n, outcome] of await writeAbsences(tx, now, actor, meant)) {
      const { line, person } = part[n] as AbsenceRow
      if (outcome === 'past') refuse(saved, 'PAST', line)
      else saved[outcome]++
      if (outcome === 'added' || outcome === 'changed') {
        tellOutcome(saved, outcome === 'added', { line, name: names.get(n) ?? person, code: person })
      }
    }
    for (const { district } of meant) saved.districts.add(district)
    for (const { name, kind, starts, ends } of meant.slice(0, SAMPLE - saved.sample.length)) {
      saved.sample.push({ name, kind, starts, ends })
    }
    done += part.length
    onProgress(`absences: ${done} of ${absences.length}`, done, absences.length)
  }
  return saved
}

function resolve(
  now: Date,
  { line, person: value, kind, from, to }: AbsenceRow,
  n: number,
  people: ReadonlyMap<string, (Meant & { name: string })[]>,
  saved: Saved,
): (AbsenceToWrite & { name: string }) | null {
  const person = only(saved, { line, column: 'person', value }, people.get(value))
  if (!person) return null
  const times = { starts: from?.toISOString() ?? null, ends: to?.toISOString() ?? null }
  return { n, id: newId(now), district: person.district, person: person.id, name: person.name, kind, ...times }
}

async function writeAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  absences: readonly AbsenceToWrite[],
): Promise<Map<number, AbsenceOutcome>> {
  const outcomes = new Map<number, AbsenceOutcome>()
  const byN = new Map(absences.map((absence) => [absence.n, absence]))
  const ending: { district: string; id: string; ends: string | null }[] = []
  for (const { n, id, district, state } of await absencesKnown(tx, now, absences)) {
    outcomes.set(n, state === 'end' ? 'changed' : state)
    if (state === 'end') ending.push({ district, id, ends: byN.get(n)?.ends ?? null })
  }
  if (ending.length > 0) await endKnownAbsences(tx, ending)
  const isOver = ({ ends }: AbsenceToWrite) => ends !== null && new Date(ends) <= now
  const fresh = absences.filter((absence) => !outcomes.has(absence.n))
  for (const absence of fresh) outcomes.set(absence.n, isOver(absence) ? 'past' : 'added')
  await insertAbsences(
    tx,
    now,
    actor,
    fresh.filter((absence) => !isOver(absence)),
  )
  return outcomes
}
