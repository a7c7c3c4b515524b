import type postgres from 'postgres'

/** One connection of the driver's, in a pool of one. */
export interface Connection {
  readonly sql: postgres.Sql
  /** Whether it has broken: nothing may be sent on it any more, and it is thrown away when it is given back. */
  lost: boolean
}

export interface Pool {
  /** Lends a connection to `work` alone; those who ask wait in the order in which they asked. */
  use<T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Refuses those who wait. */
  refuse(error: Error): void
  /** Waits for running work, then closes all. What asks after that is refused. */
  end(): Promise<void>
  /** Breaks all connections at once. */
  abandon(): Promise<void>
}

/**
 * Connections of postgres.js, each in a pool of its own of one, because of what version 3.4.9 does with one that broke:
 *
 * - It connects it again and may lend it to the next transaction while the one that had it still runs: the old one's
 *   statements would go into the new one's.
 * - What was about to be sent stays in its buffer, and it never sends again (its issues 1154, 1066, 1208).
 *
 * So one that broke is thrown away, and another is opened when it is needed. `open` calls `onClose` at the moment it breaks.
 */
export function makePool(size: number, open: (onClose: () => void) => postgres.Sql): Pool {
  const idle: Connection[] = []
  const lent = new Set<Connection>()
  const waiting = new Set<{ take(connection: Connection): void; refuse(error: unknown): void }>()
  let closing: Error | null = null
  let whenEmpty = () => {}

  function make(): Connection {
    const connection: Connection = {
      lost: false,
      sql: open(() => {
        connection.lost = true
        const at = idle.indexOf(connection)
        if (at >= 0) idle.splice(at, 1)
      }),
    }
    return connection
  }

  function borrow(signal: AbortSignal | undefined): Promise<Connection> | Connection {
    if (closing) throw closing
    signal?.throwIfAborted()
    if (lent.size < size) return lend(idle.pop() ?? make())
    return new Promise((resolve, reject) => {
      const leave = () => waiter.refuse(signal?.reason)
      const done = () => {
        waiting.delete(waiter)
        signal?.removeEventListener('abort', leave)
      }
      const waiter = {
        take(connection: Connection) {
          done()
          resolve(connection)
        },
        refuse(error: unknown) {
          done()
          reject(error)
        },
      }
      waiting.add(waiter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  function lend(connection: Connection): Connection {
    lent.add(connection)
    return connection
  }

  function giveBack(connection: Connection): void {
    lent.delete(connection)
    if (connection.lost) discard(connection)
    const [next] = waiting
    if (next) next.take(lend(connection.lost ? make() : connection))
    else if (!connection.lost) idle.push(connection)
    if (lent.size === 0) whenEmpty()
  }

  async function closeIdle(): Promise<void> {
    await Promise.all(idle.splice(0).map(({ sql }) => sql.end({ timeout: 5 })))
  }

  return {
    async use(work, signal) {
      const connection = await borrow(signal)
      try {
        return await work(connection)
      } finally {
        giveBack(connection)
      }
    },
    refuse(error) {
      for (const waiter of [...waiting]) waiter.refuse(error)
    },
    async end() {
      closing ??= ended()
      if (lent.size > 0) {
        await new Promise<void>((resolve) => {
          whenEmpty = resolve
        })
      }
      await closeIdle()
    },
    async abandon() {
      closing ??= ended()
      for (const waiter of [...waiting]) waiter.refuse(closing)
      await Promise.all([...lent].map(({ sql }) => sql.end({ timeout: 0 })))
    },
  }
}

/** Its driver's pool would go on to connect; what it throws about that is of no use to anybody. */
function discard({ sql }: Connection): void {
  sql.end({ timeout: 0 }).catch(() => {})
}

/** Coded as the driver codes it. */
function ended(): Error {
  return Object.assign(new Error('the database was closed'), { code: 'CONNECTION_ENDED' })
}
