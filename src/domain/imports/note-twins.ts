import type { Tx } from '../../db/connect.ts'
import type { Filed } from './file-people.ts'
import { isNamed } from './identify.ts'
import { type Problem, problem } from './reasons.ts'
import { caseTwins, phonesHeld, zeroTwins } from './store-known.ts'

/** A person who has a number, in the file or in the register. */
interface Holder {
  code: string
  name: string
  where: string
}

/**
 * Notes what looks like one person twice: the same name and number under two codes, codes that differ by zeros before them or by capitals; and one
 * number for two people, of whom a call reaches one. All of them are taken: households share a telephone, and namesakes exist.
 */
export async function notesOnTwins(
  tx: Tx,
  district: string,
  filed: readonly Filed[],
  isKnown: (code: string) => boolean,
): Promise<Problem[]> {
  const fresh = filed.filter(({ row }) => !isKnown(row.code))
  return [
    ...(await onPhones(tx, district, filed)),
    ...(await onCodes(tx, district, fresh, ZEROS)),
    ...(await onCodes(tx, district, fresh, CASE)),
  ]
}

async function onPhones(tx: Tx, district: string, filed: readonly Filed[]): Promise<Problem[]> {
  const phones = filed.flatMap(({ row }) =>
    row.contacts.flatMap(({ channel, address }) => (channel === 'phone' ? [{ row, address }] : [])),
  )
  if (phones.length === 0) return []
  const held = new Map<string, Holder[]>()
  const own = new Set(filed.map(({ row }) => row.code))
  for (const { address, code, name } of await phonesHeld(tx, district, [...new Set(phones.map((p) => p.address))])) {
    // Who is in the file has the number that the file says, if any.
    if (!own.has(code)) held.set(address, [...(held.get(address) ?? []), { code, name, where: code }])
  }
  return phones.flatMap(({ row, address }) => {
    const others = held.get(address) ?? []
    const [first] = others
    held.set(address, [...others, { code: row.code, name: row.name, where: `line ${row.line}` }])
    if (!first || first.code === row.code) return []
    const same = others.find((other) => isNamed(other, row))
    const details = {
      column: 'phone',
      value: `…${address.slice(-4)}`,
      name: row.name,
      kept: (same ?? first).where,
      other: (same ?? first).name,
    }
    return [problem(same ? 'TWICE' : 'SHARED_PHONE', row.line, details)]
  })
}

/** Codes that are written otherwise and may be one: told apart by nothing but what `fold` leaves out. */
interface Twins {
  note: 'ZEROS' | 'CASE'
  fold(code: string): string
  applies(row: Filed['row']): boolean
  /** The codes of the register that fold to these. */
  inRegister(tx: Tx, district: string, folded: string[]): Promise<string[]>
}

const ZEROS: Twins = {
  note: 'ZEROS',
  fold: (code) => code.replace(/^0+/, ''),
  applies: (row) => /^\d+$/.test(row.code),
  inRegister: zeroTwins,
}
const CASE: Twins = {
  note: 'CASE',
  fold: (code) => code.toLowerCase(),
  applies: (row) => Boolean(row.coded) && /\p{L}/u.test(row.code),
  inRegister: caseTwins,
}

async function onCodes(
  tx: Tx,
  district: string,
  fresh: readonly Filed[],
  { note, fold, applies, inRegister }: Twins,
): Promise<Problem[]> {
  const alike = fresh.filter(({ row }) => applies(row))
  if (alike.length === 0) return []
  const folded = [...new Set(alike.map(({ row }) => fold(row.code)))]
  const twins = new Map((await inRegister(tx, district, folded)).map((code) => [fold(code), code]))
  return alike.flatMap(({ row }) => {
    const kept = twins.get(fold(row.code))
    twins.set(fold(row.code), kept ?? row.code)
    return kept === undefined || kept === row.code
      ? []
      : [problem(note, row.line, { column: 'code', value: row.code, kept })]
  })
}
