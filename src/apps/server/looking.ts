/** Something that is looked at again and again: a folder, a feed. */
export interface Looking {
  /** Looks now, after the look in hand if there is one; resolves when it is done, and throws what it threw. */
  look(): Promise<void>
  /** Looks before long. */
  soon(ms: number): void
  /** Resolves once the look in hand is done; there is none after it. */
  stop(): Promise<void>
}

/**
 * Runs `look` one at a time, first after `firstMs`, then whenever the look before said (milliseconds until the next). One
 * that fails is told and tried again after `firstMs`. The timer keeps no process alive.
 */
export function looking(look: () => Promise<number>, onFault: (error: unknown) => void, firstMs: number): Looking {
  let hand: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  let stopped = false

  function soon(ms: number): void {
    const at = performance.now() + ms
    if (stopped || at >= due) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY
      run().catch(onFault)
    }, ms).unref()
  }

  function run(): Promise<void> {
    const next = hand.then(async () => {
      let again = firstMs
      try {
        again = await look()
      } finally {
        soon(again)
      }
    })
    hand = next.catch(() => {})
    return next
  }

  soon(firstMs)
  return {
    look: run,
    soon,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await hand
    },
  }
}
