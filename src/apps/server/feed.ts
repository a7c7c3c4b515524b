import { MusterError } from '../../base/errors.ts'
import { decodeXml, MAX_BYTES } from '../../domain/warnings/decode-xml.ts'
import { readXml, type XmlElement } from '../../domain/warnings/read-xml.ts'
import { type Looking, looking } from './looking.ts'
import type { Take } from './receive.ts'

const TIMEOUT_MS = 20_000
/** Links followed in one look: a feed that lists more is read on at the next. */
const MAX_LINKS = 100

/** What an endpoint said of its last answer, handed back so that it need not send the same again (RFC 9110 §13.1). */
interface Validators {
  etag: string | null
  lastModified: string | null
}

/**
 * Watches an HTTP endpoint that answers with a warning, a feed of warnings, or an Atom or RSS feed of links to them; each
 * link is followed once. Nothing is kept but in memory: after a restart all is fetched again and found to be known.
 */
export function watchFeed(
  url: string,
  everyMs: number,
  take: Take,
  onFault: (error: unknown) => void = () => {},
): Looking {
  let last: Validators = { etag: null, lastModified: null }
  let followed = new Set<string>()

  async function handOver(bytes: Uint8Array, source: string): Promise<void> {
    const { refused } = await take(bytes, source)
    for (const error of refused) onFault(error)
  }

  async function look(): Promise<number> {
    const answer = await get(url, last)
    if (answer === null) return everyMs
    const links = linksIn(answer.bytes, url)
    if (links === null) await handOver(answer.bytes, url)
    const listed = links ?? []
    const fresh = listed.filter((link) => !followed.has(link))
    followed = new Set(listed.filter((link) => followed.has(link)))
    for (const link of fresh.slice(0, MAX_LINKS)) {
      // One link that does not answer must not keep the others from being read; it is tried again.
      try {
        const linked = await get(link)
        if (linked) await handOver(linked.bytes, link)
        followed.add(link)
      } catch (error) {
        onFault(error)
      }
    }
    // Only a feed that was read to its end may say "nothing new" the next time.
    if (listed.every((link) => followed.has(link))) last = answer.validators
    return everyMs
  }

  return looking(look, onFault, everyMs)
}

/** Fetches at most MAX_BYTES within the time; null: not modified. FEED_FAILED for anything else. */
async function get(url: string, last?: Validators): Promise<{ bytes: Uint8Array; validators: Validators } | null> {
  const headers = new Headers({ accept: 'application/cap+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1' })
  if (last?.etag) headers.set('if-none-match', last.etag)
  if (last?.lastModified) headers.set('if-modified-since', last.lastModified)
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.status === 304) return null
    if (!response.ok) throw new Error(`it answers ${response.status}`)
    const validators = { etag: response.headers.get('etag'), lastModified: response.headers.get('last-modified') }
    return { bytes: await bytesOf(response), validators }
  } catch (error) {
    const { cause, message } = error as Error
    throw new MusterError(
      'FEED_FAILED',
      { url, reason: cause instanceof Error ? cause.message : message },
      { cause: error },
    )
  }
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

/** The links of an Atom or RSS feed whose entries hold no message themselves; null: it is something else, to be read as it is. */
function linksIn(bytes: Uint8Array, base: string): string[] | null {
  let root: XmlElement
  try {
    root = readXml(decodeXml(bytes, []), [])
  } catch {
    return null // what is wrong with it is told by whoever takes it
  }
  if ((root.name !== 'feed' && root.name !== 'rss') || holdsAlert(root)) return null
  const entries = root.name === 'feed' ? root.children : root.children.flatMap((channel) => channel.children)
  const listed = entries.filter((e) => e.name === 'entry' || e.name === 'item')
  return [...new Set(listed.flatMap((e) => linkOf(e, base)))]
}

function holdsAlert(element: XmlElement): boolean {
  return element.name === 'alert' || element.children.some(holdsAlert)
}

/** An entry's link to the message: the one said to be CAP, else to be XML, else the only plain one (RFC 4287 §4.2.7). */
function linkOf(entry: XmlElement, base: string): string[] {
  const links = entry.children.filter((c) => c.name === 'link')
  const typed = (word: string) => links.find((l) => l.attributes.type?.includes(word))
  const plain = links.find((l) => (l.attributes.rel ?? 'alternate') === 'alternate')
  const chosen = typed('cap') ?? typed('xml') ?? plain
  const href = (chosen?.attributes.href ?? chosen?.text ?? '').trim()
  if (href === '' || !URL.canParse(href, base)) return []
  const url = new URL(href, base)
  return url.protocol === 'http:' || url.protocol === 'https:' ? [url.href] : []
}
