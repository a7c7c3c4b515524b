import type { Tx } from '../../db/connect.ts'
import { answerOn, type ImportAnswers, LEAVE } from './answers.ts'
import type { Filed } from './file-people.ts'
import { isSpelt, knownIn, type PeopleFinder, rowOf, VARIANTS } from './find-people.ts'
import { type IdentifiedPerson, identify, type KnownPerson, type RowPerson } from './identify.ts'
import { comparedPhone, meet, phonesOf } from './name-codes.ts'
import { notesOnTwins } from './note-twins.ts'
import { type Problem, problem } from './reasons.ts'
import type { Saved } from './saved.ts'

/**
 * Settles who each row of a part is about, and gives it that person's code. A row of which nobody can tell waits for an answer
 * and is not written (`saved.asked`). Two rows about one person, the same name and number twice, and one number for two people
 * are noted.
 */
export async function whoIsWho(
  tx: Tx,
  now: Date,
  part: readonly Filed[],
  answers: ImportAnswers,
  saved: Saved,
): Promise<Filed[]> {
  const settled: Filed[] = []
  for (const [district, filed] of Map.groupBy(part, (each) => each.districts[0] as string)) {
    const find = await knownIn(tx, now, district, filed)
    const run: Run = { find, answers, saved, claimed: claimsOf(filed, find), given: new Set(), meant: [] }
    for (const each of filed) settle(each, run)
    const { meant } = run
    const once = new Map<string, Filed>()
    for (const each of meant) {
      const first = once.get(each.row.code)
      if (!first) once.set(each.row.code, each)
      else
        saved.problems.push(
          problem('DUPLICATE', each.row.line, {
            ...{ column: each.row.coded ? 'code' : 'name', value: each.row.code, other: first.row.line },
          }),
        )
    }
    saved.notes.push(
      ...(await notesOnTwins(tx, district, [...once.values()], (code) => find.byCode(code) !== undefined)),
    )
    settled.push(...once.values())
  }
  const order = new Map(part.map((each, i) => [each.row.line, i]))
  return settled.sort((a, b) => (order.get(a.row.line) ?? 0) - (order.get(b.row.line) ?? 0))
}

/** One look through the rows of a district. */
interface Run {
  find: PeopleFinder
  answers: ImportAnswers
  saved: Saved
  /** Lines by the code of whom they name by number as well. */
  claimed: ReadonlyMap<string, number>
  /** Codes that rows have been given. */
  given: Set<string>
  meant: Filed[]
}

/** Whom rows without a code name by number as well: no other row of that name means them. */
function claimsOf(filed: readonly Filed[], find: PeopleFinder): Map<string, number> {
  const claimed = new Map<string, number>()
  for (const each of filed) {
    if (each.row.coded) continue
    const row = rowOf(each)
    const called = find.alike(row).filter((known) => isSpelt(row, known) && meet(row.phones, known.phones))
    if (called.length === 1 && called[0]) claimed.set(called[0].code, each.row.line)
  }
  return claimed
}

/** Takes the row under the code of who is meant, unless it waits for an answer, or was left out by one. */
function settle(filed: Filed, run: Run): void {
  const { find, saved } = run
  const { line, name } = filed.row
  const row = rowOf(filed)
  const answer = answerOn(run.answers, line).who
  const twin = row.coded && !find.byCode(row.code) ? find.zeros(row) : undefined
  if (twin && answer !== 'other' && answer !== LEAVE) {
    saved.notes.push(problem('ZEROS_SAME', line, { column: 'code', value: row.code, kept: twin.code }))
    take(filed, twin.code, run)
    return
  }
  const variants = VARIANTS.flatMap((n) => find.byCode(`${row.code}-${n}`) ?? [])
  const found = twin && answer === LEAVE ? { code: LEAVE } : whoIs(filed, row, variants, run)
  const code = 'code' in found ? found.code : decided(found, row, variants, answer, run)
  if (code === LEAVE) saved.problems.push(problem('LEFT_BY_CHOICE', line, { column: 'name', value: name }))
  else if (code === null && 'ask' in found) saved.asked.push(question(found, filed, row))
  else if (code !== null && 'ask' in found && found.ask === 'WHO_NAMESAKE' && answer === 'same') join(filed, run)
  else if (code !== null) take(filed, code, run)
}

/** As `identify` has it, and with the other rows of the file in mind. */
function whoIs(filed: Filed, row: RowPerson, variants: readonly KnownPerson[], run: Run): IdentifiedPerson {
  const { find, claimed } = run
  if (row.coded) return identify(row, find.byCode(row.code), variants, [])
  const { line } = filed.row
  const isFree = (known: KnownPerson) => (claimed.get(known.code) ?? line) === line
  const alike = find.alike(row)
  const free = alike.filter(isFree)
  if (alike.length > 0 && free.length === 0) {
    const own = row.phones.size === 0 ? null : freeCode(row, variants, alike, run)
    return own === null ? { ask: 'WHO_NAME', among: alike } : besideNamesake(filed, { code: own }, run)
  }
  const byCode = find.byCode(row.code)
  const found = identify(row, byCode && isFree(byCode) ? byCode : undefined, variants, free)
  return 'ask' in found || find.byCode(found.code) ? found : besideNamesake(filed, found, run)
}

/** Somebody new; asked about where another line of the file may be the same person. */
function besideNamesake({ row: { namesake } }: Filed, found: { code: string }, run: Run): IdentifiedPerson {
  const other = run.meant.find((each) => each.row.line === namesake)
  return other ? { ask: 'WHO_NAMESAKE', among: [{ ...rowOf(other), code: `line ${namesake}` }] } : found
}

/** The row under a code. A number of which a spreadsheet took the zero stays as it is known. */
function take(filed: Filed, code: string, run: Run): void {
  const written = run.find.byCode(code)?.written
  const contacts = filed.row.contacts.map((each) => {
    const known = written?.get(comparedPhone(each.address))
    return each.channel === 'phone' && known === `0${each.address}` ? { ...each, address: known } : each
  })
  run.given.add(code)
  run.meant.push({ ...filed, row: { ...filed.row, code, contacts } })
}

/** What a row says of somebody who is on another line already. */
function join(filed: Filed, run: Run): void {
  const { row } = filed
  const first = run.meant.find((each) => each.row.line === row.namesake)
  if (!first) return
  const had = phonesOf(first.row)
  first.row.contacts.push(...row.contacts.filter((each) => !had.has(comparedPhone(each.address))))
  first.row.skills = [...new Set([...first.row.skills, ...row.skills])]
  first.row.home ??= row.home
  run.saved.notes.push(problem('MERGED', row.line, { value: first.row.code, other: first.row.line }))
}

function decided(
  { among }: Extract<IdentifiedPerson, { ask: string }>,
  row: RowPerson,
  variants: readonly KnownPerson[],
  answer: string | undefined,
  run: Run,
): string | null {
  if (answer === undefined || answer === LEAVE) return answer ?? null
  if (answer === 'same') return among.length === 1 ? (among[0]?.code ?? null) : null
  if (answer !== 'other') return among.find((person) => person.code === answer)?.code ?? null
  return freeCode(row, variants, among, run)
}

/** A code by which somebody is told from these others. */
function freeCode(
  row: RowPerson,
  variants: readonly KnownPerson[],
  others: readonly KnownPerson[],
  { find, given }: Run,
): string | null {
  const taken = new Set([...variants, ...others].map((person) => person.code))
  const isFree = (code: string) => !taken.has(code) && !given.has(code)
  if (!row.coded && isFree(row.code) && !find.byCode(row.code)) return row.code
  return VARIANTS.map((n) => `${row.code}-${n}`).find(isFree) ?? null
}

function question({ ask, among }: Extract<IdentifiedPerson, { ask: string }>, filed: Filed, row: RowPerson): Problem {
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
    choices: isOne ? 'same,other,leave' : [...among.map((person) => person.code), 'other', LEAVE].join(','),
  })
}

/** Enough of a number to tell it by; a preview is kept, and shown to whoever reads the file in. */
function ending(phone: string): string {
  return `…${phone.slice(-4)}`
}
