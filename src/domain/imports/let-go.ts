import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { answerOn, type ImportAnswers, LEAVE } from './answers.ts'
import { changesOf } from './changes.ts'
import type { Filed } from './file-people.ts'
import { afterMemberships } from './leavers.ts'
import { peopleThen } from './people-then.ts'
import { problem } from './reasons.ts'
import { startOf } from './save-units.ts'
import { type Saved, tellOutcome } from './saved.ts'
import { type PersonNow, peopleNow } from './store-known.ts'
import { endMemberships } from './store-leavers.ts'

/**
 * Tells those who are gone from those who stay. Of whom the file does not say it in words that are known, or that they are
 * suspended, somebody has to say it: nothing of the row is written until then (`saved.asked`).
 */
export function whoIsGone(
  part: readonly Filed[],
  answers: ImportAnswers,
  saved: Saved,
): { staying: Filed[]; gone: Filed[] } {
  const told = { staying: [] as Filed[], gone: [] as Filed[] }
  for (const filed of part) {
    const { standing, line, name } = filed.row
    const { who, standing: answer } = answerOn(answers, line)
    const is = standing?.is === 'unsure' ? answer : standing?.is
    if (standing === undefined || is === 'take') told.staying.push(filed)
    else if (is === 'gone') told.gone.push(filed)
    else if (is === LEAVE) saved.problems.push(problem('LEFT_BY_CHOICE', line, { column: 'name', value: name }))
    else {
      const { column, value } = standing
      const before = who === undefined || who === LEAVE ? '' : `${who}+`
      const choices = [`${before}take`, `${before}gone`, LEAVE].join(',')
      const ask = standing.is === 'unsure' && !standing.known ? 'STATUS_UNKNOWN' : 'STATUS_OFF'
      saved.asked.push(problem(ask, line, { column, value, name, choices }))
    }
  }
  return told
}

/**
 * Lets those go who are gone: who is in the register leaves it as one whose membership ends, and all that they held becomes a gap
 * or is held by others. Who died or was expelled leaves every unit of the district; who left, those that the row names, or all
 * where it names none. Who is not in the register is not taken.
 */
export async function letGo(
  tx: Tx,
  now: Date,
  actor: Actor,
  gone: readonly Filed[],
  zones: ReadonlyMap<string, string>,
  saved: Saved,
): Promise<void> {
  if (gone.length === 0) return
  const keys = gone.flatMap(({ row, districts }) => districts.map((district) => ({ district, code: row.code })))
  const known = new Map<string, PersonNow>()
  for (const [district, theirs] of Map.groupBy(keys, (key) => key.district)) {
    const codes = theirs.map((key) => key.code)
    for (const person of await peopleNow(tx, now, district, codes)) known.set(`${district} ${person.code}`, person)
  }
  const found = gone.flatMap((filed) => findKnown(filed, known, saved))
  const before = await peopleThen(tx, now, keys)
  const ended = new Set<string>()
  for (const [district, theirs] of Map.groupBy(found, (each) => each.district)) {
    const ends = theirs.flatMap((each) => each.units.map((unit) => ({ person: each.person.id, unit, at: endOf(each) })))
    for (const id of await endMemberships(tx, district, ends)) ended.add(`${district} ${id}`)
  }
  const changed = found.filter(({ district, person }) => ended.has(`${district} ${person.id}`))
  const leavers = changed.map(({ district, person, row }) => ({
    district,
    id: person.id,
    line: row.line,
    name: row.name,
  }))
  await afterMemberships(tx, now, actor, leavers, saved)
  const after = await peopleThen(tx, now, keys)
  for (const { row, person, district } of changed) {
    const key = `${district} ${person.id}`
    const changes = changesOf(before.get(key) ?? {}, after.get(key) ?? {})
    const { line, code } = row
    tellOutcome(saved, false, { line, name: person.name, code, district, subject: person.id, changes })
    saved.districts.add(district)
  }
  const lines = new Set(changed.map(({ row }) => row.line))
  saved.changed += lines.size
  saved.same += new Set(found.map(({ row }) => row.line)).size - lines.size

  function endOf({ district, row, isWhole }: Going): Date {
    const day = isWhole ? null : (row.memberships[0]?.to ?? null)
    const at = startOf(day, zones.get(district))
    return at === null ? now : new Date(Math.max(now.getTime(), Date.parse(at)))
  }
}

/** Somebody of the register who goes, and the units that they leave. */
interface Going {
  district: string
  row: Filed['row']
  person: PersonNow
  units: string[]
  isWhole: boolean
}

function findKnown(filed: Filed, known: ReadonlyMap<string, PersonNow>, saved: Saved): Going[] {
  const { row, districts, memberships } = filed
  const { column = '', value = '', ...standing } = row.standing ?? {}
  const isWhole = 'whole' in standing && standing.whole === true
  const theirs = districts.flatMap((district) => {
    const person = known.get(`${district} ${row.code}`)
    return person ? [{ district, person }] : []
  })
  if (theirs.length === 0) {
    saved.problems.push(problem('GONE', row.line, { column, value, name: row.name }))
    return []
  }
  const named = new Set(memberships.map(({ unit }) => unit.id))
  return theirs.flatMap(({ district, person }) => {
    const all = person.memberships.map((membership) => membership.unit)
    const units = isWhole || named.size === 0 ? all : all.filter((unit) => named.has(unit))
    if (units.length > 0 || all.length === 0) return [{ district, row, person, units, isWhole }]
    const kept = person.memberships.map((membership) => membership.code).join(', ')
    saved.problems.push(problem('GONE_ELSEWHERE', row.line, { column, value, name: row.name, kept }))
    return []
  })
}
