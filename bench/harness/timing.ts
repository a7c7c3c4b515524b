/** What `fn` came to and how long it took, in milliseconds. */
export async function timed<T>(fn: () => Promise<T>): Promise<{ ms: number; done: T }> {
  const began = performance.now()
  const done = await fn()
  return { ms: performance.now() - began, done }
}

/** The value below which the given share of a list lies, by rank: 0.5 is the middle, 0.95 what one in twenty is above. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('a percentile of nothing')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1] as number
}

/** How long each of these takes, one after another, in milliseconds. */
export async function timeEach<T>(items: readonly T[], fn: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) times.push((await timed(() => fn(item))).ms)
  return times
}
