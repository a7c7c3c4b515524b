/** Values kept under a key for as long as a stamp stays the same; those not asked for the longest go first. */
export interface Kept<T> {
  /** The value at this stamp: read once, however many ask at the same time. A read that fails is not kept. */
  at(key: string, stamp: string, read: () => Promise<T>): Promise<T>
}

/** Keeps values up to `budget` of their weights together; one that is heavier than all of it stays until the next. */
export function makeKept<T>(budget: number, weigh: (value: T) => number): Kept<T> {
  const entries = new Map<string, { stamp: string; value: Promise<T>; weight: number }>()
  let weight = 0

  function drop(key: string): void {
    weight -= entries.get(key)?.weight ?? 0
    entries.delete(key)
  }

  return {
    at(key, stamp, read) {
      const known = entries.get(key)
      const entry = known?.stamp === stamp ? known : { stamp, value: read(), weight: 0 }
      if (entry === known) {
        entries.delete(key)
        entries.set(key, entry)
        return entry.value
      }
      drop(key)
      entries.set(key, entry)
      entry.value.then(
        (value) => {
          if (entries.get(key) !== entry) return
          entry.weight = weigh(value)
          weight += entry.weight
          for (const oldest of entries.keys()) {
            if (weight <= budget || oldest === key) break
            drop(oldest)
          }
        },
        () => {
          if (entries.get(key) === entry) drop(key)
        },
      )
      return entry.value
    },
  }
}
