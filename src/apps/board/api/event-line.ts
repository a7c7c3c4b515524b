import { SECOND } from '../../../base/clock.ts'
import { waitBefore } from './how-live.ts'

/** The server sends a beat every five seconds: after three that did not come the line is dead, whatever the browser says. */
const SILENT_MS = 15 * SECOND
const TICK_MS = SECOND

/** What a line tells those who opened it. Moments are the browser's own. */
export interface LineEvents {
  /** Each event of the server's, as text. */
  heard(name: string, data: string): void
  /** Bytes come again, for the first time or after a loss. `anew`: nothing says what was missed meanwhile. */
  opened(anew: boolean): void
  /** Lost: since it was heard last, and when it is opened again; null: just now. */
  lost(since: Date, nextAt: Date | null): void
}

/** A stream of events that comes back by itself. */
export interface EventLine {
  /** Does not wait for the next try. */
  tryNow(): void
  close(): void
}

/**
 * Opens `addressAfter(id)` as server-sent events and opens it anew whenever it is lost: a browser's own EventSource gives up for
 * good at any answer but 200, and waits for ever on a server that hangs or behind a computer that slept. `id` is that of the
 * last event heard, from which the server goes on.
 */
export function openEventLine(
  addressAfter: (id: string) => string,
  names: readonly string[],
  on: LineEvents,
): EventLine {
  let source: EventSource | null = null
  let [lastId, tries, hasOpened] = ['', 0, false]
  let heardAt = Date.now()
  let openedAt = heardAt
  let retryAt: number | null = null

  function open(): void {
    source?.close()
    retryAt = null
    openedAt = Date.now()
    const opening = new EventSource(addressAfter(lastId))
    source = opening
    opening.onopen = () => {
      heardAt = Date.now()
      on.opened(hasOpened && lastId === '')
      hasOpened = true
    }
    opening.onerror = () => source === opening && lose()
    for (const name of names) {
      opening.addEventListener(name, ({ data, lastEventId }) => {
        heardAt = Date.now()
        if (lastEventId !== '') lastId = lastEventId
        // A server that takes the line and drops it at once is not to be asked every second.
        if (name === 'beat') tries = 0
        on.heard(name, data)
      })
    }
  }

  function lose(): void {
    source?.close()
    source = null
    retryAt = Date.now() + waitBefore(tries++)
    on.lost(new Date(heardAt), new Date(retryAt))
  }

  function tryNow(): void {
    if (source !== null && Date.now() - Math.max(heardAt, openedAt) < SILENT_MS) return
    if (hasOpened || tries > 0) on.lost(new Date(heardAt), null)
    open()
  }

  /** Also what a wake-up is noticed by: timers stand still while a computer sleeps. */
  function look(): void {
    if (retryAt !== null) {
      if (Date.now() >= retryAt) tryNow()
    } else if (Date.now() - Math.max(heardAt, openedAt) >= SILENT_MS) lose()
  }

  const timer = setInterval(look, TICK_MS)
  const awake = () => {
    if (document.visibilityState === 'visible') tryNow()
  }
  document.addEventListener('visibilitychange', awake)
  window.addEventListener('online', tryNow)
  open()
  return {
    tryNow,
    close() {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', awake)
      window.removeEventListener('online', tryNow)
      source?.close()
    },
  }
}
