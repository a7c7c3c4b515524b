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
 * Notes what looks like one person twice: the same name and number under two codes, codes that differ by zeros before them; and one
 * number for two people, of whom a call reaches one. All of them are taken: households share a telephone, and namesakes exist.
 */
export async function notesOnTwins(
  tx: Tx,
  district: string,
  filed: readonly Filed[],
  isKnown: (code: string) => boolean,
): Promise<Problem[]> {
  return [
    ...(await onPhones(tx, district, filed)),
    ...(await onZeros(tx, district, filed, isKnown)),
    ...(await onCase(tx, district, filed, isKnown)),
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

async function onZeros(
  tx: Tx,
  district: string,
  filed: readonly Filed[],
  isKnown: (code: string) => boolean,
): Promise<Problem[]> {
  const bare = (code: string) => code.replace(/^0+/, '')
  const fresh = filed.filter(({ row }) => /^\d+$/.test(row.code) && !isKnown(row.code))
  if (fresh.length === 0) return []
  const twins = new Map(
    (await zeroTwins(tx, district, [...new Set(fresh.map(({ row }) => bare(row.code)))])).map((code) => [
      bare(code),
      code,
    ]),
  )
  return fresh.flatMap(({ row }) => {
    const kept = twins.get(bare(row.code))
    twins.set(bare(row.code), kept ?? row.code)
    return kept === undefined || kept === row.code
      ? []
      : [problem('ZEROS', row.line, { column: 'code', value: row.code, kept })]
  })
}

async function onCase(
  tx: Tx,
  district: string,
  filed: readonly Filed[],
  isKnown: (code: string) => boolean,
): Promise<Problem[]> {
  const plain = (code: string) => code.toLowerCase()
  const fresh = filed.filter(({ row }) => row.coded && /\p{L}/u.test(row.code) && !isKnown(row.code))
  if (fresh.length === 0) return []
  const wanted = [...new Set(fresh.map(({ row }) => plain(row.code)))]
  const twins = new Map((await caseTwins(tx, district, wanted)).map((code) => [plain(code), code]))
  return fresh.flatMap(({ row }) => {
    const kept = twins.get(plain(row.code))
    twins.set(plain(row.code), kept ?? row.code)
    return kept === undefined || kept === row.code
      ? []
      : [problem('CASE', row.line, { column: 'code', value: row.code, kept })]
  })
}
