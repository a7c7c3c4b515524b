import { readingsOf } from '../places/area-codes.ts'
import type { NamedValue } from './model.ts'

/** The scheme under which our own gauges name areas. */
export const OUR_CODES = 'area'

/**
 * Names of schemes whose codes the register has: GB/T 2260 and its extensions, by any of their names, and P-codes. Whatever
 * else a sender uses (SAME, FIPS6, UGC, EMMA_ID, NUTS, CLC, …) matches nothing: its digits would meet one of ours only by
 * chance. Rejected: a list of foreign schemes, which is never whole.
 */
const OURS = [
  /^areas?([ _-]?codes?)?$/,
  /^ad[ _-]?codes?$/,
  /^(admin|administrative)([ _-]?(area|division|region))?([ _-]?codes?)?$/,
  /gb[ /_-]*t?[ /_-]*(2260|10114)/,
  /p[ _-]?codes?$/,
  /cod[ _-]?ab/,
  /行政区划|区划代?码|行政区代?码|地区代?码|区域代?码|统计用区划/,
]

export function isOurs({ valueName }: NamedValue): boolean {
  const name = valueName.normalize('NFKC').trim().toLowerCase()
  return OURS.some((pattern) => pattern.test(name))
}

/** For each geocode of our schemes what it may mean, the likeliest first. */
export function meanings(geocodes: readonly NamedValue[]): string[][] {
  return geocodes.filter(isOurs).map(({ value }) => readingsOf(value))
}
