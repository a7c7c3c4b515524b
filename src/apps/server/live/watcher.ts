import type { ServerResponse } from 'node:http'
import { GUARD_HEADERS } from '../guard.ts'
import { frame } from './frame.ts'

/** Somebody who watches, at the far end of one connection. */
export interface Watcher {
  send(event: Buffer): void
  /** Left out for one who has fallen behind: it would wait behind what is old. */
  beat(event: Buffer): void
  end(): void
  onLeave(left: () => void): void
  /** Told when one who had fallen behind has taken in what was sent, and is to be sent all anew. */
  onCaughtUp(caughtUp: () => void): void
}

/** Unsent bytes at which somebody has fallen behind: some dozens of boards, more than a slow line should be made to wait for. */
const BEHIND_BYTES = 1 << 20

const HEADERS = {
  ...GUARD_HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies that gather an answer before they hand it on are asked not to.
  'x-accel-buffering': 'no',
}

/**
 * Watches over one response. Who takes in less than is sent is not sent any more until they have caught up, and is then
 * told to read all anew: pictures that were left out are old by then, and nothing is kept for anybody.
 */
export function watcherOn(response: ServerResponse): Watcher {
  let behind = false
  let caughtUp: () => void = () => {}
  response.writeHead(200, HEADERS)
  response.flushHeaders()
  response.on('drain', () => {
    if (!behind) return
    behind = false
    response.write(frame('reset', '{}', ''))
    caughtUp()
  })
  return {
    send(event) {
      if (behind || response.destroyed) return
      response.write(event)
      behind = response.writableLength > BEHIND_BYTES
    },
    beat(event) {
      if (!behind && !response.destroyed) response.write(event)
    },
    end: () => response.end(),
    onLeave(left) {
      if (response.closed || response.destroyed) queueMicrotask(left)
      else response.once('close', left)
    },
    onCaughtUp(told) {
      caughtUp = told
    },
  }
}
