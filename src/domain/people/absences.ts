import type { Fragment, Tx } from '../../db/connect.ts'
import type { Absence, AbsenceKind } from './model.ts'

const ABSENCE = (tx: Tx) => tx`
  district, id, person, kind, starts, nullif(ends, 'infinity') as ends, recorded_at as "recordedAt", recorded_by as "recordedBy"`

/** Until when an absence `a` was to last, as was known at a moment past (null: now): not that its end was set anew later. */
export const absenceEnds = (tx: Tx, at: Date | null): Fragment =>
  at ? tx`case when a.changed_at > ${at} then a.ends_before else a.ends end` : tx`a.ends`

/**
 * Holds people until the transaction ends, before it says when they are away: who gives them something meanwhile waits, and then
 * sees it; who has given them something is waited for, and it is seen. Before the requirements of places are locked.
 */
export async function holdAbsencesOf(tx: Tx, district: string, people: readonly string[]): Promise<void> {
  await tx`
    select id from person where district = ${district} and id = any(${[...people]}::uuid[]) order by id for update`
}

/**
 * The other side of it: nobody says of these people that they are away, or are back, until a transaction has ended that gives
 * them something. Those that give do not wait for one another.
 */
export async function relyOnAbsencesOf(tx: Tx, district: string, people: readonly string[]): Promise<void> {
  await tx`
    select id from person where district = ${district} and id = any(${[...people]}::uuid[]) order by id for key share`
}

export async function insertAbsence(tx: Tx, a: Absence): Promise<void> {
  await tx`
    insert into absence (district, id, person, kind, starts, ends, recorded_at, recorded_by)
    values (${a.district}, ${a.id}, ${a.person}, ${a.kind}, ${a.starts}, ${a.ends ?? 'infinity'}, ${a.recordedAt}, ${a.recordedBy})`
}

export async function absenceById(tx: Tx, district: string, id: string): Promise<Absence | null> {
  const [row] = await tx<Absence[]>`
    select ${ABSENCE(tx)} from absence where district = ${district} and id = ${id}`
  return row ?? null
}

/** Ends an absence now, or before it begins; null: it was over already, or there is none of that id. */
export async function endAbsence(tx: Tx, now: Date, district: string, id: string): Promise<Absence | null> {
  const [row] = await tx<Absence[]>`
    update absence set ends = greatest(starts, ${now}), changed_at = ${now}, ends_before = ends
    where district = ${district} and id = ${id} and ends > greatest(starts, ${now}) returning ${ABSENCE(tx)}`
  return row ?? null
}

/** Who is absent at any moment of a stretch of time, as what; who is away in it is not told to rather not be called (absence_by_end). */
export async function absentIn(tx: Tx, district: string, from: Date, to: Date): Promise<Map<string, AbsenceKind>> {
  const rows = await tx<{ person: string; kind: AbsenceKind }[]>`
    select person, min(kind) as kind from absence
    where district = ${district} and ends > ${from} and starts < ${to} and ends > starts group by person`
  return new Map(rows.map(({ person, kind }) => [person, kind]))
}

/** Which of these people are away at a moment; who would rather not be called is there (absence_by_person). */
export async function awayAmong(tx: Tx, district: string, people: readonly string[], at: Date): Promise<Set<string>> {
  const rows = await tx<{ person: string }[]>`
    select distinct person from absence
    where district = ${district} and person = any(${people as string[]}::uuid[]) and kind = 'away'
      and starts <= ${at} and ends > ${at}`
  return new Set(rows.map((r) => r.person))
}
