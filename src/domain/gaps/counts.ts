/**
 * What is counted of requirements, and the bit by which each is kept in `requirement.counted`: the one list from which every
 * statement over counts is made. Too few (`unheld`) holds `nobody`, `agreed` holds `arrived`, and `expected` holds `heard`.
 */
export const COUNT_BITS = {
  /** It is in force. */
  required: 1,
  /** Nobody or too few hold it. */
  unheld: 2,
  /** Evidence of it is late. */
  late: 4,
  /** Nobody holds it. */
  nobody: 8,
  /** As many as are needed hold it and have said yes, or are there. */
  agreed: 16,
  /** As many as are needed hold it and are there. */
  arrived: 32,
  /** Evidence came since it began, and is not late. */
  heard: 64,
  /** Evidence is asked for. */
  expected: 128,
} as const

export type CountName = keyof typeof COUNT_BITS
export type Counts = Record<CountName, number>

export const COUNT_NAMES = Object.keys(COUNT_BITS) as CountName[]

/** Counts as columns of rows that are sent. */
export const COUNT_COLUMNS = Object.fromEntries(COUNT_NAMES.map((name) => [name, 'int'])) as Record<CountName, 'int'>

export const NO_COUNTS: Counts = countsBy(() => 0)

/** Counts worked out one by one. */
export function countsBy(of: (name: CountName) => number): Counts {
  return Object.fromEntries(COUNT_NAMES.map((name) => [name, of(name)])) as Counts
}

export function addCounts(a: Counts, b: Counts): Counts {
  return countsBy((name) => a[name] + b[name])
}

/** The counts of something that has more to it. */
export function pickCounts(of: Counts): Counts {
  return countsBy((name) => of[name])
}

export function anyCount(of: Counts): boolean {
  return COUNT_NAMES.some((name) => of[name] !== 0)
}
