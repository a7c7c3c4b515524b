import type { Tx } from '../../db/connect.ts'
import type { AskedSummons } from '../callouts/stand-down.ts'
import { SECRETARY } from '../people/model.ts'

/** Who holds or ever held the secretary's post of these units: who may have been called for what a unit holds (duty_by_subject). */
export async function secretariesOf(tx: Tx, district: string, units: string[]): Promise<string[]> {
  const found = await tx<{ holder: string }[]>`
    select distinct holder from duty
    where district = ${district} and subject = any(${units}::uuid[]) and role = ${SECRETARY} and holder_kind = 'person'`
  return found.map((f) => f.holder)
}

/** Of these duties, those that last (primary key). */
export async function lastingAmong(
  tx: Tx,
  now: Date,
  district: string,
  duties: readonly string[],
): Promise<Set<string>> {
  const found = await tx<{ id: string }[]>`
    select id from duty
    where district = ${district} and id = any(${duties as string[]}::uuid[]) and ends > greatest(starts, ${now})`
  return new Set(found.map((d) => d.id))
}

interface Lasting {
  id: string
  subject: string
  role: string
  holderKind: 'person' | 'unit'
  holder: string
  starts: Date
}

/**
 * Those of some summonses that still ask for something: for a duty that lasts, is the person's own, and is required by the
 * summons's campaign. Three reads by lists of ids, put together here: how many duties a summons has, and how many
 * requirements a place, the database cannot know.
 */
export async function stillAsked(
  tx: Tx,
  now: Date,
  district: string,
  summonses: readonly AskedSummons[],
): Promise<Set<AskedSummons>> {
  const ids = [...new Set(summonses.flatMap((s) => s.duties))]
  const lasting = await tx<Lasting[]>`
    select id, subject, role, holder_kind as "holderKind", holder, starts from duty
    where district = ${district} and id = any(${ids}::uuid[]) and ends > greatest(starts, ${now})`
  if (lasting.length === 0) return new Set()
  const byId = new Map(lasting.map((d) => [d.id, d]))
  const callers = await callersFor(tx, now, district, lasting)
  const windows = await windowsAt(tx, now, district, summonses, lasting)
  const isAsked = (s: AskedSummons, d: Lasting) =>
    (d.holderKind === 'person' ? d.holder === s.person : callers.get(d.holder)?.has(s.person)) &&
    windows.get(`${s.campaign} ${d.subject} ${d.role}`)?.some((ends) => ends === null || d.starts < ends)
  return new Set(summonses.filter((s) => s.duties.some((id) => byId.has(id) && isAsked(s, byId.get(id) as Lasting))))
}

/** Who is called now for what each of these units holds: its secretaries (duty_by_subject). */
async function callersFor(
  tx: Tx,
  now: Date,
  district: string,
  duties: readonly Lasting[],
): Promise<Map<string, Set<string>>> {
  const units = [...new Set(duties.flatMap((d) => (d.holderKind === 'unit' ? [d.holder] : [])))]
  if (units.length === 0) return new Map()
  const found = await tx<{ unit: string; person: string }[]>`
    select subject as unit, holder as person from duty
    where district = ${district} and subject = any(${units}::uuid[]) and role = ${SECRETARY} and lane = 'actual'
      and starts <= ${now} and ends > ${now}`
  const callers = new Map<string, Set<string>>()
  for (const { unit, person } of found) callers.set(unit, (callers.get(unit) ?? new Set()).add(person))
  return callers
}

/** Until when each role is required at these places by these campaigns, by `campaign subject role` (primary key of requirement). */
async function windowsAt(
  tx: Tx,
  now: Date,
  district: string,
  summonses: readonly AskedSummons[],
  duties: readonly Lasting[],
): Promise<Map<string, (Date | null)[]>> {
  const campaigns = [...new Set(summonses.map((s) => s.campaign))]
  const subjects = [...new Set(duties.map((d) => d.subject))]
  const found = await tx<{ key: string; ends: Date | null }[]>`
    select campaign || ' ' || subject || ' ' || role as key, nullif(ends, 'infinity') as ends from requirement
    where district = ${district} and subject = any(${subjects}::uuid[]) and campaign = any(${campaigns}::uuid[])
      and ends > greatest(starts, ${now})`
  const windows = new Map<string, (Date | null)[]>()
  for (const { key, ends } of found) windows.set(key, [...(windows.get(key) ?? []), ends])
  return windows
}
