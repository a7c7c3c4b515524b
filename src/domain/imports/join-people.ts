import { fold } from './clean.ts'
import type { ContactRow, PersonRow } from './model.ts'
import { meet, nameKey, phonesOf } from './name-codes.ts'
import { joinStandings } from './read-standing.ts'
import type { OpenReading } from './reading.ts'

/**
 * Gives one of several of one name in one unit a code of their own; false for one who is there already, which is refused. Where
 * a number is missing nobody can tell, and it is asked once the register has been looked at.
 */
export function tellApart(
  person: PersonRow,
  others: readonly PersonRow[],
  people: ReadonlyMap<string, PersonRow>,
  reading: OpenReading<PersonRow>,
): boolean {
  const phones = phonesOf(person)
  const same = others.find((other) => {
    const theirs = phonesOf(other)
    return meet(phones, theirs) || phones.size + theirs.size === 0
  })
  if (same) {
    reading.refuse('DUPLICATE', person.line, { column: 'name', value: person.name, other: same.line })
    return false
  }
  const [first] = others
  const base = person.code
  for (let n = 2; people.has(person.code); n++) person.code = `${base}-${n}`
  if (!first) return true
  const open = phones.size === 0 ? first : others.find((other) => phonesOf(other).size === 0)
  if (open) person.namesake = open.line
  else reading.note('NAMESAKE', person.line, { column: 'name', value: person.name, other: first.line })
  return true
}

/** What the spellings of one name in one unit have in common: tones and accents are left out. */
export function spellingKey({ name, memberships }: PersonRow): string {
  return `${fold(memberships[0]?.unit ?? '')}\n${fold(name)}`
}

/** Of those with one `spellingKey` the one who is spelt otherwise and has a number in common with this person: slip or sister, nobody can tell. */
export function spelledAlike(person: PersonRow, others: readonly PersonRow[]): PersonRow | undefined {
  const phones = phonesOf(person)
  return others.find((other) => nameKey(other.name) !== nameKey(person.name) && meet(phones, phonesOf(other)))
}

/** A further row of somebody under one code: another unit, another phone. */
export function joinPerson(first: PersonRow, more: PersonRow, reading: OpenReading<PersonRow>): void {
  if (fold(first.name) !== fold(more.name)) {
    reading.refuse('CONTRADICTS', more.line, { column: 'name', value: more.name, kept: first.name, other: first.line })
    return
  }
  reading.note('MERGED', more.line, { value: first.code, other: first.line })
  joinWhetherGone(first, more)
  const known = new Set(first.contacts.map(addressOf))
  first.contacts.push(...more.contacts.filter((contact) => !known.has(addressOf(contact))))
  for (const membership of more.memberships) {
    const had = first.memberships.find((each) => each.unit === membership.unit)
    if (had) had.roles = [...new Set([...had.roles, ...membership.roles])]
    else first.memberships.push(membership)
  }
  first.skills = [...new Set([...first.skills, ...more.skills])]
  first.home ??= more.home
}

/** Who left one unit and is in another has changed units; who did both in one is somebody's to decide. */
function joinWhetherGone(first: PersonRow, more: PersonRow): void {
  const joined = joinStandings(first.standing, more.standing)
  const goes = first.standing ? first : more
  const stays = goes === first ? more : first
  const { standing } = goes
  delete first.standing
  if (joined !== 'moved') {
    if (joined) first.standing = joined
    return
  }
  const isApart = goes.memberships.every((left) => stays.memberships.every((kept) => kept.unit !== left.unit))
  if (standing && (!isApart || goes.memberships.length === 0)) {
    const { column, value } = standing
    first.standing = { is: 'unsure', known: true, column, value }
  } else for (const membership of goes.memberships) Object.assign(membership, { left: true, roles: [] })
}

/** One number may stand in two columns. */
export function eachOnce(contacts: readonly ContactRow[]): ContactRow[] {
  return [...new Map(contacts.map((contact) => [addressOf(contact), contact])).values()]
}

function addressOf(contact: ContactRow): string {
  return `${contact.channel}:${contact.address}`
}
