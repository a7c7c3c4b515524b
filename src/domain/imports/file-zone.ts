import type { Tx } from '../../db/connect.ts'
import { zoneOf, zoneOfAll } from '../places/store.ts'

/**
 * The zone in which days and clock times of a file are read that were written without one: what somebody said of this file,
 * else that of the district whose codes it uses, else that of the whole register, where all of it has one. Undefined: nobody
 * has said it, and reading asks for it.
 */
export async function zoneOfFile(
  tx: Tx,
  { zone, district }: { zone?: string | undefined; district?: string | undefined },
): Promise<string | undefined> {
  if (zone !== undefined) return zone
  return (district === undefined ? await zoneOfAll(tx) : await zoneOf(tx, district)) ?? undefined
}
