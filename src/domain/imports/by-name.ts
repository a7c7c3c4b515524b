import type { Tx } from '../../db/connect.ts'
import type { ImportAnswers } from './answers.ts'
import type { Meant } from './only.ts'
import { problem } from './reasons.ts'
import { refuse, type Saved } from './saved.ts'
import { districtsOfPeople, namesBorne, peopleNow, residents } from './store-known.ts'

/** Somebody whom a name may mean, and what tells them from others of that name. */
export type Namesake = Meant & { name: string; told: string }

/** Who bears these names now, in one district or, without it, in any. */
export async function namesakes(
  tx: Tx,
  now: Date,
  names: readonly string[],
  district: string | undefined,
): Promise<Map<string, Namesake[]>> {
  if (names.length === 0) return new Map()
  const districts = district === undefined ? await districtsOfPeople(tx) : [district]
  const found: Namesake[] = []
  for (const each of districts) {
    const codes = (await namesBorne(tx, each, names)).flatMap((borne) => borne.codes)
    const here = new Set(await residents(tx, now, each, codes))
    for (const { id, code, name, memberships, contacts } of await peopleNow(tx, now, each, codes)) {
      const phones = contacts.filter((c) => c.channel === 'phone').map((c) => `…${c.address.slice(-4)}`)
      const told = [code, ...memberships.map((m) => m.code), ...phones].join(' ')
      if (here.has(id)) found.push({ district: each, id, code, name, told })
    }
  }
  return Map.groupBy(found, (bearer) => bearer.name)
}
/**
 * The one whom a row names without a code. One who alone bears the name is taken, which is noted; of several somebody has to say
 * who is meant, by code. Undefined: nobody bears the name. Null: the row waits, or was left out.
 */
export function meantByName(
  saved: Saved,
  answers: ImportAnswers,
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
