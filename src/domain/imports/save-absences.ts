import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { type AwaySpan, afterAbsences } from '../gaps/after-absence.ts'
import { holdAbsencesOf } from '../people/absences.ts'
import type { ImportAnswers } from './answers.ts'
import { meantByName, type Namesake, namesakes } from './by-name.ts'
import { changesOf } from './changes.ts'
import type { AbsenceRow } from './model.ts'
import { type Meant, only } from './only.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { type AbsenceToWrite, absencesKnown, endKnownAbsences, insertAbsences } from './store-absences.ts'
import { peopleCoded } from './store-duties.ts'

/** What becomes of an absence. */
type AbsenceOutcome = 'added' | 'changed' | 'same' | 'past'

/**
 * Writes absences that the register does not have, and gives known ones their new end. One that was ended stays ended, and
 * one that is over is left out. Nobody gives up what they answer for by it: a list of leave does not say who fell ill. But it
 * counts as held by nobody while they are away: all that the file changes is counted at its end, at once.
 */
export async function saveAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  absences: readonly AbsenceRow[],
  { district, answers = {} }: { district?: string | undefined; answers?: ImportAnswers | undefined },
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const away: Changed[] = []
  let done = 0
  for (const part of inParts(absences)) {
    const codes = [...new Set(part.map((row) => row.person))]
    const people = Map.groupBy(await peopleCoded(tx, codes, district), (person) => person.code)
    const names = codes.filter((word) => !people.has(word))
    const named = await namesakes(tx, now, names, district)
    const meant = part.flatMap((row, n) => resolve(now, row, n, { people, named, answers }, saved) ?? [])
    const byN = new Map(meant.map((absence) => [absence.n, absence]))
    for (const [n, { outcome, id, ended }] of await writeAbsences(tx, now, actor, meant)) {
      const written = byN.get(n)

      const { line, person, to } = part[n] as AbsenceRow
      if (outcome === 'past') refuse(saved, 'PAST', line, { column: 'to', value: to?.toISOString() ?? '' })
      else saved[outcome]++
      if (outcome === 'added' || outcome === 'changed') {
        const changes = changesOf({ to: ended?.toISOString() ?? null }, { to: to?.toISOString() ?? null })
        const { name = person, district = '' } = written ?? {}
        if (written?.kind === 'away') away.push(changedBy(now, written, outcome === 'added'))
        tellOutcome(saved, outcome === 'added', { line, name, code: person, district, subject: id, changes })
      }
    }
    for (const { district } of meant) saved.districts.add(district)
    for (const { name, kind, starts, ends } of meant.slice(0, SAMPLE - saved.sample.length)) {
      saved.sample.push({ name, kind, starts, ends })
    }
    done += part.length
    onProgress(`absences: ${done} of ${absences.length}`, done, absences.length)
  }
  for (const [district, theirs] of Map.groupBy(away, (each) => each.district)) {
    await afterAbsences(tx, now, district, theirs)
  }
  return saved
}

type Changed = AwaySpan & { district: string }

/** The time in which an absence that was written makes a difference: of one that got another end, all of it. */
function changedBy(now: Date, { district, person, starts, ends }: AbsenceToWrite, isNew: boolean): Changed {
  const from = starts === null ? now : new Date(starts)
  return { district, person, starts: from, ends: isNew && ends !== null ? new Date(ends) : null }
}

/** Whom the words of a file may mean. */
interface Lookups {
  people: ReadonlyMap<string, (Meant & { name: string })[]>
  named: ReadonlyMap<string, Namesake[]>
  answers: ImportAnswers
}

function resolve(
  now: Date,
  { line, person: value, kind, from, to }: AbsenceRow,
  n: number,
  { people, named, answers }: Lookups,
  saved: Saved,
): (AbsenceToWrite & { name: string }) | null {
  const where = { line, column: 'person', value }
  const byName = meantByName(saved, answers, where, named.get(value))
  if (byName === null) return null
  const person = byName ?? only(saved, where, people.get(value))
  if (!person) return null
  const times = { starts: from?.toISOString() ?? null, ends: to?.toISOString() ?? null }
  return { n, id: newId(now), district: person.district, person: person.id, name: person.name, kind, ...times }
}

async function writeAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  absences: readonly AbsenceToWrite[],
): Promise<Map<number, { outcome: AbsenceOutcome; id: string; ended: Date | null }>> {
  for (const [district, theirs] of Map.groupBy(absences, (absence) => absence.district)) {
    const people = theirs.flatMap(({ kind, person }) => (kind === 'away' ? [person] : []))
    await holdAbsencesOf(tx, district, [...new Set(people)])
  }
  const known = new Map<number, { id: string; ends: Date | null }>()
  const outcomes = new Map<number, AbsenceOutcome>()
  const byN = new Map(absences.map((absence) => [absence.n, absence]))
  const ending: { district: string; id: string; ends: string | null }[] = []
  for (const { n, id, district, state, ends } of await absencesKnown(tx, now, absences)) {
    known.set(n, { id, ends })
    outcomes.set(n, state === 'end' ? 'changed' : state)
    if (state === 'end') ending.push({ district, id, ends: byN.get(n)?.ends ?? null })
  }
  if (ending.length > 0) await endKnownAbsences(tx, now, ending)
  const isOver = ({ ends }: AbsenceToWrite) => ends !== null && new Date(ends) <= now
  const fresh = absences.filter((absence) => !outcomes.has(absence.n))
  for (const absence of fresh) outcomes.set(absence.n, isOver(absence) ? 'past' : 'added')
  await insertAbsences(
    tx,
    now,
    actor,
    fresh.filter((absence) => !isOver(absence)),
  )
  const idOf = (n: number) => known.get(n)?.id ?? byN.get(n)?.id ?? ''
  return new Map([...outcomes].map(([n, outcome]) => [n, { outcome, id: idOf(n), ended: known.get(n)?.ends ?? null }]))
}
