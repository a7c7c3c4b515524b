import { SECOND } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import { MAX_BYTES } from '../../../domain/warnings/decode-xml.ts'

/** What an address said of its last answer, handed back so that it need not send the same again (RFC 9110 §13.1). */
export interface CacheValidators {
  etag: string | null
  lastModified: string | null
}

export const NO_VALIDATORS: CacheValidators = { etag: null, lastModified: null }

export interface FeedAnswer {
  bytes: Uint8Array
  validators: CacheValidators
}

/** The longest that is waited for one answer. */
export const PATIENCE_MS = 20 * SECOND

const ACCEPT = 'application/cap+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1'

/** Fetches at most MAX_BYTES within the time; null: not modified. FEED_FAILED for anything else. */
export async function fetchFeed(
  url: string,
  last: CacheValidators,
  patienceMs = PATIENCE_MS,
): Promise<FeedAnswer | null> {
  const headers = new Headers({ accept: ACCEPT })
  if (last.etag) headers.set('if-none-match', last.etag)
  if (last.lastModified) headers.set('if-modified-since', last.lastModified)
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs) })
    if (response.status === 304) return null
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`it answers ${response.status}`)
    }
    const validators = { etag: response.headers.get('etag'), lastModified: response.headers.get('last-modified') }
    return { bytes: await bytesOf(response), validators }
  } catch (error) {
    throw new MusterError('FEED_FAILED', { url, reason: reasonOf(error as Error) }, { cause: error })
  }
}

/** Of a host with several addresses none of which answers, Node tells a code and no message. */
function reasonOf({ cause, message }: Error): string {
  if (!(cause instanceof Error)) return message
  return cause.message || (cause as NodeJS.ErrnoException).code || message
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MAX_BYTES) throw new Error(`it sends more than ${MAX_BYTES / 1024} KiB`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
