import type { Tx } from '../../db/connect.ts'
import { type Answers, answerOn, LEAVE } from './answers.ts'
import type { Filed } from './file-people.ts'
import { type Identified, identify, type KnownPerson, type RowPerson } from './identify.ts'
import { notesOnTwins } from './note-twins.ts'
import { phoneKey } from './read-contacts.ts'
import { type Problem, problem } from './reasons.ts'
import type { Saved } from './saved.ts'
import { namesBorne, type PersonNow, peopleNow } from './store-known.ts'

/** Codes by which people who bore one code are told apart: P1, P1-2, P1-3. */
const VARIANTS = [2, 3, 4, 5, 6, 7, 8, 9]

/**
 * Settles who each row of a part is about, and gives it that person's code. A row of which nobody can tell waits for an answer
 * and is not written (`saved.asked`). Two rows about one person, the same name and number twice, and one number for two people
 * are noted.
 */
export async function whoIsWho(
  tx: Tx,
  now: Date,
  part: readonly Filed[],
  answers: Answers,
  saved: Saved,
): Promise<Filed[]> {
  const settled: Filed[] = []
  for (const [district, filed] of Map.groupBy(part, (each) => each.districts[0] as string)) {
    const find = await knownIn(tx, now, district, filed)
    const meant = filed.flatMap((each) => settle(each, find, answers, saved) ?? [])
    const once = new Map<string, Filed>()
    for (const each of meant) {
      const first = once.get(each.row.code)
      if (!first) once.set(each.row.code, each)
      else saved.problems.push(problem('DUPLICATE', each.row.line, { value: each.row.code, other: first.row.line }))
    }
    saved.notes.push(
      ...(await notesOnTwins(tx, district, [...once.values()], (code) => find.byCode(code) !== undefined)),
    )
    settled.push(...once.values())
  }
  const order = new Map(part.map((each, i) => [each.row.line, i]))
  return settled.sort((a, b) => (order.get(a.row.line) ?? 0) - (order.get(b.row.line) ?? 0))
}

interface Finder {
  byCode(code: string): KnownPerson | undefined
  /** Who bears the name, in one of the units where there are some. */
  alike(row: RowPerson): KnownPerson[]
}

async function knownIn(tx: Tx, now: Date, district: string, filed: readonly Filed[]): Promise<Finder> {
  const codes = filed.map(({ row }) => row.code)
  const names = filed.flatMap(({ row }) => (row.coded ? [] : [row.name]))
  const people = await peopleNow(tx, now, district, codes)
  const byCode = new Map(people.map((person) => [person.code, knownOf(person)]))
  const bearers = (await namesBorne(tx, district, names)).flatMap((borne) => borne.codes)
  const named = bearers.length > 0 ? (await peopleNow(tx, now, district, bearers)).map(knownOf) : []
  // Who was told apart before is looked for only where the code itself does not settle it.
  const doubted = filed.filter(({ row }) => row.coded && byCode.has(row.code)).filter((each) => isAsked(each, byCode))
  const variants = doubted.flatMap(({ row }) => VARIANTS.map((n) => `${row.code}-${n}`))
  for (const person of variants.length > 0 ? await peopleNow(tx, now, district, variants) : []) {
    byCode.set(person.code, knownOf(person))
  }
  const byName = Map.groupBy(named, (person) => person.name)
  return {
    byCode: (code) => byCode.get(code),
    alike(row) {
      const own = byCode.get(row.code)
      const all = [...(byName.get(row.name) ?? [])]
      if (own && !all.some((person) => person.code === own.code)) all.push(own)
      return row.units.size === 0 ? all : all.filter((person) => [...row.units].some((unit) => person.units.has(unit)))
    },
  }
}

function isAsked({ row, memberships }: Filed, byCode: ReadonlyMap<string, KnownPerson>): boolean {
  return 'ask' in identify(rowOf({ row, memberships }), byCode.get(row.code), [], [])
}

function rowOf({ row, memberships }: Pick<Filed, 'row' | 'memberships'>): RowPerson {
  const phones = row.contacts
    .filter((contact) => contact.channel === 'phone')
    .map((contact) => phoneKey(contact.address))
  const units = new Set(memberships.map(({ unit }) => unit.id))
  return { code: row.code, name: row.name, coded: row.coded, phones: new Set(phones), units }
}

function knownOf({ code, name, contacts, memberships }: PersonNow): KnownPerson {
  const phones = contacts.filter((contact) => contact.channel === 'phone').map((contact) => phoneKey(contact.address))
  return { code, name, phones: new Set(phones), units: new Set(memberships.map((membership) => membership.unit)) }
}

/** The row under the code of who is meant; null where it waits for an answer, or was left out by one. */
function settle(filed: Filed, find: Finder, answers: Answers, saved: Saved): Filed | null {
  const row = rowOf(filed)
  const variants = VARIANTS.flatMap((n) => find.byCode(`${row.code}-${n}`) ?? [])
  const found = identify(row, find.byCode(row.code), variants, row.coded ? [] : find.alike(row))
  const code = 'code' in found ? found.code : decided(found, row, variants, answerOn(answers, filed.row.line).who)
  if (code !== null && code !== LEAVE) return { ...filed, row: { ...filed.row, code } }
  if (code === LEAVE) saved.problems.push(problem('LEFT_BY_CHOICE', filed.row.line, { value: row.name }))
  else if ('ask' in found) saved.asked.push(question(found, filed, row))
  return null
}

function decided(
  { among }: Extract<Identified, { ask: string }>,
  row: RowPerson,
  variants: readonly KnownPerson[],
  answer: string | undefined,
): string | null {
  if (answer === undefined || answer === LEAVE) return answer ?? null
  if (answer === 'same') return among.length === 1 ? (among[0]?.code ?? null) : null
  if (answer !== 'other') return among.find((person) => person.code === answer)?.code ?? null
  const taken = new Set([...variants, ...among].map((person) => person.code))
  const free = VARIANTS.find((n) => !taken.has(`${row.code}-${n}`))
  if (!taken.has(row.code) && !row.coded) return row.code
  return free === undefined ? null : `${row.code}-${free}`
}

function question({ ask, among }: Extract<Identified, { ask: string }>, filed: Filed, row: RowPerson): Problem {
  const [only] = among
  const isOne = among.length === 1 && only !== undefined
  const units = filed.memberships.map(({ unit }) => unit.code).join(' ')
  return problem(ask, filed.row.line, {
    column: filed.row.coded ? 'code' : 'name',
    value: filed.row.coded ? row.code : row.name,
    name: row.name,
    unit: units,
    phone: [...row.phones].map(ending).join(' '),
    known: among
      .map((person) => `${person.name} (${person.code}) ${[...person.phones].map(ending).join(' ')}`.trim())
      .join('; '),
    choices: isOne ? 'same,other,leave' : [...among.map((person) => person.code), 'other', 'leave'].join(','),
  })
}

/** Enough of a number to tell it by; a preview is kept, and shown to whoever reads the file in. */
function ending(phone: string): string {
  return `…${phone.slice(-4)}`
}
