import { decodeXml } from '../../../domain/warnings/decode-xml.ts'
import { readXml, type XmlElement } from '../../../domain/warnings/read-xml.ts'

/** An entry of a feed that holds no message itself, as it is listed now. */
export interface FeedEntry {
  /** Where its message may be, the likeliest first; by the first it is told from other entries. */
  links: [string, ...string[]]
  /** All that it says of its version. With another mark there is another message under the same link. */
  mark: string
  /** Whether it says when it was updated. Of one that does not, only its link can tell. */
  dated: boolean
}

/** What an address answered: the entries of an Atom or RSS feed; `messages` themselves; or null for neither. */
export type FeedAnswer = FeedEntry[] | 'messages' | null

export function readFeed(bytes: Uint8Array, base: string): FeedAnswer {
  const root = rootOf(bytes)
  if (root === null) return null
  if (holdsAlert(root)) return 'messages'
  if (root.name !== 'feed' && root.name !== 'rss') return null
  const entries = root.name === 'feed' ? root.children : root.children.flatMap((channel) => channel.children)
  const listed = entries.filter((e) => e.name === 'entry' || e.name === 'item').flatMap((e) => entryOf(e, base) ?? [])
  return [...Map.groupBy(listed, (e) => e.links[0]).values()].map(merged)
}

/** Whether a CAP message is anywhere in it. */
export function holdsMessage(bytes: Uint8Array): boolean {
  const root = rootOf(bytes)
  return root !== null && holdsAlert(root)
}

/** What is wrong with one that is no XML is told by whoever takes it. */
function rootOf(bytes: Uint8Array): XmlElement | null {
  try {
    return readXml(decodeXml(bytes, []), [])
  } catch {
    return null
  }
}

function holdsAlert(element: XmlElement): boolean {
  return element.name === 'alert' || element.children.some(holdsAlert)
}

/** Elements that tell one version of an entry from another: of Atom, RSS, Dublin Core, and of CAP where feeds repeat it. */
const UPDATED = ['updated', 'modified', 'pubDate', 'date', 'published', 'sent']
const VERSION = new Set([...UPDATED, 'id', 'guid', 'identifier', 'msgType', 'expires', 'title'])

/** An entry with no more links than are worth trying: a feed of pictures is no feed of warnings. */
const MAX_LINKS = 4

function entryOf(entry: XmlElement, base: string): FeedEntry | null {
  const [first, ...others] = linksOf(entry, base)
  if (first === undefined) return null
  const said = entry.children.filter((c) => VERSION.has(c.name)).map((c) => [c.name, c.text.trim()])
  const dated = said.some(([name = '', text]) => UPDATED.includes(name) && text !== '')
  return { links: [first, ...others.slice(0, MAX_LINKS - 1)], mark: JSON.stringify(said), dated }
}

/** Entries with the same link are one; what any of them says anew is new. */
function merged(same: FeedEntry[]): FeedEntry {
  const [first] = same as [FeedEntry]
  if (same.length === 1) return first
  const links = [...new Set(same.flatMap((e) => e.links))] as FeedEntry['links']
  return { links, mark: JSON.stringify(same.map((e) => e.mark).sort()), dated: same.every((e) => e.dated) }
}

/**
 * The links of an entry that may lead to its message (RFC 4287 §4.2.7, RSS 2.0): those said to be CAP first, then XML, then
 * those of which nothing is said, then pages. Links to pictures, and to the feed itself, lead to none.
 */
function linksOf(entry: XmlElement, base: string): string[] {
  const found = entry.children.flatMap((element) => {
    const { type = '', rel = 'alternate' } = element.attributes
    const target = addressOf(TARGET[element.name]?.(element) ?? '', base)
    const rank = rankOf(type.toLowerCase(), rel)
    return target === null || rank === null ? [] : [{ target, rank }]
  })
  return [...new Set(found.sort((a, b) => a.rank - b.rank).map((link) => link.target))]
}

/** Where an element that may be a link has its address. */
const TARGET: Readonly<Record<string, (element: XmlElement) => string | undefined>> = {
  link: ({ attributes, text }) => attributes.href ?? text,
  enclosure: ({ attributes }) => attributes.url,
  content: ({ attributes }) => attributes.src ?? attributes.url,
}

/** The lower, the likelier; null: it is none. */
function rankOf(type: string, rel: string): number | null {
  if (type.includes('cap')) return 0
  if (!['alternate', 'enclosure', 'related', 'via'].includes(rel)) return null
  if (/xhtml|html/.test(type)) return 3
  if (/atom|rss|svg|^(image|audio|video)\//.test(type)) return null
  if (type.includes('xml')) return 1
  return 2
}

function addressOf(text: string, base: string): string | null {
  const href = text.trim()
  if (href === '' || !URL.canParse(href, base)) return null
  const url = new URL(href, base)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}
