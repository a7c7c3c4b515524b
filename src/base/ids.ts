import { v7, validate, version } from 'uuid'

/** A UUIDv7 in lower case, as every row of ours is named; sorts by the moment it was made (RFC 9562 §5.7). */
export type Id = string

/** A new id made at `now`. Devices make their own for records, so ids never need the server. */
export function newId(now: Date): Id {
  return v7({ msecs: now.getTime() })
}

const RANDOM_BYTES = 16
/** Drawn at once, as much as a platform gives. */
const RANDOM_AT_ONCE = 65_536

/** `count` ids made at `now`, for rows that are written together: what is random of them is drawn for thousands at once. */
export function newIds(now: Date, count: number): Id[] {
  const msecs = now.getTime()
  const pool = new Uint8Array(Math.min(count * RANDOM_BYTES, RANDOM_AT_ONCE))
  return Array.from({ length: count }, (_, i) => {
    const from = (i * RANDOM_BYTES) % pool.length
    if (from === 0) crypto.getRandomValues(pool)
    return v7({ msecs, random: pool.subarray(from, from + RANDOM_BYTES) })
  })
}

/** Whether `text` is a UUIDv7: the only kind that a record's idempotency key may be. */
export function isId(text: string): boolean {
  return validate(text) && version(text) === 7
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Whether a text is written as an id is; a code, as official codes are, never is. */
export const isUuid = (text: string) => UUID.test(text)
