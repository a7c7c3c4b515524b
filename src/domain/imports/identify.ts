import { fold } from './clean.ts'
import { meet, nameKey } from './name-codes.ts'

/** Somebody of the register, as a row of a file is compared with them. */
export interface KnownPerson {
  code: string
  name: string
  /** Numbers as `comparedPhone` has them. */
  phones: ReadonlySet<string>
  /** The same numbers as they are written. */
  written: ReadonlyMap<string, string>
  /** Ids of the units of which they are members now. */
  units: ReadonlySet<string>
}

/** A row of a file, with the units that it names as the register knows them. */
export type RowPerson = KnownPerson & { coded: boolean }

/** Who a row is about: somebody under this code, known or new; or nobody can tell, and somebody has to be asked. */
export type IdentifiedPerson =
  | { code: string }
  | { ask: 'WHO_CODE' | 'WHO_NAME' | 'WHO_NAMESAKE'; among: KnownPerson[] }

/**
 * Who a row is about. A code says it, unless nothing else agrees with the person who bears it: another name, unit **and** number
 * are another person, to whom an issuer gave the code of one who left, or a slip. A name without a code says it where one person
 * of the unit bears it and no number speaks against that. `byCode` bears the row's code; `variants` are those who were told apart
 * from that person before; `alike` bear its name in one of its units, but perhaps for tones or accents; with these it is theirs
 * only where the number agrees, and then it is asked.
 */
export function identify(
  row: RowPerson,
  byCode: KnownPerson | undefined,
  variants: readonly KnownPerson[],
  alike: readonly KnownPerson[],
): IdentifiedPerson {
  if (row.coded) {
    const agrees = (known: KnownPerson) =>
      isNamed(row, known) || meet(row.units, known.units) || meet(row.phones, known.phones)
    if (!byCode || agrees(byCode)) return { code: row.code }
    const apart = variants.find((known) => isNamed(row, known))
    return apart ? { code: apart.code } : { ask: 'WHO_CODE', among: [byCode] }
  }
  const isSpelt = (known: KnownPerson) => nameKey(known.name) === nameKey(row.name)
  const called = alike.filter((known) => meet(row.phones, known.phones))
  if (called.length === 1 && called[0]) {
    return isSpelt(called[0]) ? { code: called[0].code } : { ask: 'WHO_NAME', among: called }
  }
  const among = alike.filter((known) => isSpelt(known) || known.code === row.code)
  const [only] = among
  if (!only) return byCode ? ofOneCode(row, byCode) : { code: row.code }
  const isOpen = (row.phones.size === 0 || only.phones.size === 0) && isSpelt(only)
  return among.length === 1 && isOpen ? { code: only.code } : { ask: 'WHO_NAME', among }
}

/** Somebody bears the code that was made of the name, but is of another unit by now: the number says whether it is them. */
function ofOneCode(row: RowPerson, byCode: KnownPerson): IdentifiedPerson {
  const isBack = byCode.units.size === 0 && isNamed(row, byCode) && (row.phones.size === 0 || byCode.phones.size === 0)
  return isBack || meet(row.phones, byCode.phones) ? { code: row.code } : { ask: 'WHO_NAME', among: [byCode] }
}

export function isNamed(a: Pick<KnownPerson, 'name'>, b: Pick<KnownPerson, 'name'>): boolean {
  return fold(a.name) === fold(b.name)
}
