import type { Tx } from '../../db/connect.ts'
import { fold } from './clean.ts'
import type { Filed } from './file-people.ts'
import { identify, type KnownPerson, type RowPerson } from './identify.ts'
import { comparedPhone, meet, nameKey, phonesOf } from './name-codes.ts'
import { namesBorne, type PersonNow, peopleNow, phonesHeld, zeroTwins } from './store-known.ts'

/** Codes by which people who bore one code are told apart: P1, P1-2, P1-3. */
export const VARIANTS = [2, 3, 4, 5, 6, 7, 8, 9]

/** Whom of the register rows of a file may mean. */
export interface PeopleFinder {
  byCode(code: string): KnownPerson | undefined
  /** Who bears the name, but for tones and accents where the number agrees, in one of the units where there are some. */
  alike(row: RowPerson): KnownPerson[]
  /** Whose code differs from the row's by zeros before it, of the same name and unit. */
  zeros(row: RowPerson): KnownPerson | undefined
}

const isBare = (code: string) => /^\d+$/.test(code)
const bareOf = (code: string) => code.replace(/^0+/, '')

export async function knownIn(tx: Tx, now: Date, district: string, filed: readonly Filed[]): Promise<PeopleFinder> {
  const codes = filed.map(({ row }) => row.code)
  const uncoded = filed.filter(({ row }) => !row.coded)
  const people = await peopleNow(tx, now, district, codes)
  const byCode = new Map(people.map((person) => [person.code, knownOf(person)]))
  const numbers = uncoded.flatMap(({ row }) =>
    row.contacts.flatMap((each) => (each.channel === 'phone' ? [each.address] : [])),
  )
  const named = await namesBorne(
    tx,
    district,
    uncoded.map(({ row }) => row.name),
  )
  const called = await phonesHeld(tx, district, [...new Set(numbers)])
  const bearers = [...new Set([...named.flatMap((borne) => borne.codes), ...called.map(({ code }) => code)])]
  const found = bearers.length > 0 ? (await peopleNow(tx, now, district, bearers)).map(knownOf) : []
  // Who was told apart before is looked for only where the code itself does not settle it.
  const isDoubted = (each: Filed) =>
    each.row.coded
      ? byCode.has(each.row.code) && isAsked(each, byCode)
      : bearers.length > 0 || byCode.has(each.row.code)
  const variants = filed.filter(isDoubted).flatMap(({ row }) => VARIANTS.map((n) => `${row.code}-${n}`))
  const fresh = filed.flatMap(({ row }) =>
    row.coded && isBare(row.code) && !byCode.has(row.code) ? [bareOf(row.code)] : [],
  )
  const twins = await zeroTwins(tx, district, [...new Set(fresh)])
  const further = [...variants, ...twins]
  for (const person of further.length > 0 ? await peopleNow(tx, now, district, further) : []) {
    byCode.set(person.code, knownOf(person))
  }
  const inFile = new Set(codes)
  const byZeros = Map.groupBy(
    twins.filter((code) => !inFile.has(code)),
    bareOf,
  )
  const byName = Map.groupBy(found, (person) => fold(person.name))
  return {
    byCode: (code) => byCode.get(code),
    alike(row) {
      const own = byCode.get(row.code)
      const isMeant = (person: KnownPerson) => isSpelt(row, person) || meet(row.phones, person.phones)
      const all = (byName.get(fold(row.name)) ?? []).filter(isMeant)
      if (own && !all.some((person) => person.code === own.code)) all.push(own)
      return row.units.size === 0 ? all : all.filter((person) => meet(row.units, person.units))
    },
    zeros(row) {
      const others = (byZeros.get(bareOf(row.code)) ?? []).flatMap((code) => byCode.get(code) ?? [])
      return others.find((person) => isSpelt(row, person) && meet(row.units, person.units))
    },
  }
}

export function isSpelt(a: Pick<KnownPerson, 'name'>, b: Pick<KnownPerson, 'name'>): boolean {
  return nameKey(a.name) === nameKey(b.name)
}

function isAsked({ row, memberships }: Filed, byCode: ReadonlyMap<string, KnownPerson>): boolean {
  return 'ask' in identify(rowOf({ row, memberships }), byCode.get(row.code), [], [])
}

export function rowOf({ row, memberships }: Pick<Filed, 'row' | 'memberships'>): RowPerson {
  const units = new Set(memberships.map(({ unit }) => unit.id))
  return { code: row.code, name: row.name, coded: row.coded, phones: phonesOf(row), units, written: new Map() }
}

function knownOf({ code, name, contacts, memberships }: PersonNow): KnownPerson {
  const phones = contacts.flatMap(({ channel, address }) => (channel === 'phone' ? [address] : []))
  const written = new Map(phones.map((address) => [comparedPhone(address), address]))
  const units = new Set(memberships.map((membership) => membership.unit))
  return { code, name, phones: new Set(written.keys()), written, units }
}
