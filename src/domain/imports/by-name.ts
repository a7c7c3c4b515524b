import type { Tx } from '../../db/connect.ts'
import type { Meant } from './only.ts'
import { problem } from './reasons.ts'
import { refuse, type Saved } from './saved.ts'
import { peopleNow } from './store-known.ts'
import type { Answers } from './who-is-who.ts'

/** Somebody whom a name may mean, and what tells them from others of that name. */
export type Namesake = Meant & { name: string; told: string }

/** Who bears these names now, in one district or, without it, in any (a scan of people, once for a part of a file). */
export async function namesakes(
  tx: Tx,
  now: Date,
  names: readonly string[],
  district: string | undefined,
): Promise<Map<string, Namesake[]>> {
  if (names.length === 0) return new Map()
  const list = names as string[]
  const bearers = await tx<(Meant & { name: string })[]>`
    select district, id, code, name from person
    where name = any(${list}::text[]) and left_at > ${now} and home_district is null
      ${district === undefined ? tx`` : tx`and district = ${district}`}
    order by district, code`
  const told = new Map<string, string>()
  for (const each of new Set(bearers.map((bearer) => bearer.district))) {
    for (const { id, code, memberships, contacts } of await peopleNow(tx, now, each, { names })) {
      const phones = contacts.filter((c) => c.channel === 'phone').map((c) => `…${c.address.slice(-4)}`)
      told.set(id, [code, ...memberships.map((m) => m.code), ...phones].join(' '))
    }
  }
  return Map.groupBy(
    bearers.map((bearer) => ({ ...bearer, told: told.get(bearer.id) ?? bearer.code })),
    (bearer) => bearer.name,
  )
}

/**
 * The one whom a row names without a code. One who alone bears the name is taken, which is noted; of several somebody has to say
 * who is meant, by code. Undefined: nobody bears the name. Null: the row waits, or was left out.
 */
export function meantByName(
  saved: Saved,
  answers: Answers,
  where: { line: number; column: string; value: string },
  found: readonly Namesake[] = [],
): Namesake | null | undefined {
  const { line, ...said } = where
  const [only] = found
  if (!only) return undefined
  if (found.length === 1) {
    saved.notes.push(problem('BY_NAME', line, { ...said, kept: only.code }))
    return only
  }
  const answer = answers[line] ?? answers.all
  if (answer === 'leave') {
    refuse(saved, 'LEFT_BY_CHOICE', line, said)
    return null
  }
  const chosen = found.find((each) => each.code === answer)
  if (chosen) return chosen
  const choices = [...found.map((each) => each.code), 'leave'].join(',')
  saved.asked.push(problem('WHO_HOLDER', line, { ...said, known: found.map((each) => each.told).join('; '), choices }))
  return null
}
