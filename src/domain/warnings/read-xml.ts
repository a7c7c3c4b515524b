import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { MusterError } from '../../base/errors.ts'
import { BOUNDS } from './bounds.ts'

/** An element with its namespace resolved. `text` is its own text, references decoded, not that of its children. */
export interface XmlElement {
  name: string
  space: string
  text: string
  /** By their names as written, references decoded. */
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
}

const TEXT = '#text'
const CDATA = '#cdata'
const ATTRIBUTES = ':@'

/**
 * Reads a whole XML document into elements, or throws CAP_NOT_XML, CAP_ENTITY, CAP_TOO_DEEP or CAP_TOO_MANY_TAGS.
 *
 * A document that declares a type is refused unread: CAP needs none, and a type is where entities come from (XXE, the
 * billion laughs). So the parser has nothing to expand; the five entities of XML and character numbers are decoded
 * here, and any other entity is left as it is written, with a note.
 */
export function readXml(xml: string, notes: string[]): XmlElement {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 §2.2 forbids.
  const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.exec(xml)
  if (forbidden) throw notXml(`a character U+${hex(forbidden[0])} that XML forbids`, lineOf(xml, forbidden.index))
  const declaration = declarationAt(xml)
  if (declaration >= 0) throw new MusterError('CAP_ENTITY', { line: lineOf(xml, declaration) })
  countTags(xml)
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw notXml(valid.err.msg, valid.err.line)

  const roots = elementsOf(parse(xml), NO_SPACES, notes)
  const [root, second] = roots
  if (!root) throw notXml('no element', 1)
  if (second) throw notXml(`two roots, <${root.name}> and <${second.name}>`, 1)
  return root
}

/** Each tag and attribute becomes an object, and each entity is looked up: 4 MiB of the shortest would take half a gigabyte. */
function countTags(xml: string): void {
  let count = 0
  for (let i = 0; i < xml.length; i++) {
    const code = xml.charCodeAt(i)
    if ((code === 0x3c || code === 0x3d || code === 0x26) && ++count > BOUNDS.tags) {
      throw new MusterError('CAP_TOO_MANY_TAGS', { limit: BOUNDS.tags })
    }
  }
}

/** Where a `<!DOCTYPE` or `<!ENTITY` stands outside comments and CDATA; -1 if nowhere. */
function declarationAt(xml: string): number {
  let at = xml.indexOf('<!')
  while (at >= 0) {
    const end = xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<![CDATA[', at) ? ']]>' : null
    if (!end) return at
    const close = xml.indexOf(end, at)
    if (close < 0) return -1
    at = xml.indexOf('<!', close)
  }
  return -1
}

type Node = Record<string, unknown>

function parse(xml: string): Node[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    cdataPropName: CDATA,
    jPath: false,
    maxNestedTags: Number.POSITIVE_INFINITY,
    updateTag(name, path) {
      if (typeof path !== 'string' && path.getDepth() > BOUNDS.depth)
        throw new MusterError('CAP_TOO_DEEP', { limit: BOUNDS.depth })
      return name
    },
  })
  try {
    return parser.parse(xml) as Node[]
  } catch (error) {
    if (error instanceof MusterError) throw error
    throw notXml(error instanceof Error ? error.message : String(error), 1)
  }
}

/** The namespaces that an element declares, by prefix ('' is the default), and those of the elements around it. */
type Scope = { declared: ReadonlyMap<string, string>; outer: Scope | null }

const NO_SPACES: Scope = { declared: new Map(), outer: null }

function elementsOf(nodes: Node[], outer: Scope, notes: string[]): XmlElement[] {
  const elements: XmlElement[] = []
  for (const node of nodes) {
    const tag = Object.keys(node).find((key) => key !== ATTRIBUTES)
    if (tag === undefined || tag === TEXT || tag === CDATA) continue
    const inner = node[tag] as Node[]
    const raw = (node[ATTRIBUTES] ?? {}) as Record<string, string>
    const scope = scopeOf(raw, outer)
    const [prefix, name] = tag.includes(':') ? (tag.split(':', 2) as [string, string]) : ['', tag]
    const text = inner.map((part) => ownText(part, notes)).join('')
    const attributes = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, decode(value, notes)]))
    elements.push({ name, space: spaceOf(prefix, scope), text, attributes, children: elementsOf(inner, scope, notes) })
  }
  return elements
}

function scopeOf(attributes: Record<string, string>, outer: Scope): Scope {
  const found = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (found.length === 0) return outer
  return { declared: new Map(found.map(([name, space]) => [name.slice(6), space.trim()])), outer }
}

function spaceOf(prefix: string, scope: Scope | null): string {
  return scope === null ? '' : (scope.declared.get(prefix) ?? spaceOf(prefix, scope.outer))
}

function ownText(part: Node, notes: string[]): string {
  if (part[TEXT] !== undefined) return decode(String(part[TEXT]), notes)
  if (part[CDATA] !== undefined) return (part[CDATA] as Node[]).map((raw) => String(raw[TEXT] ?? '')).join('')
  return ''
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string, notes: string[]): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([^&;\s]{1,64}));/g, (whole, decimal, hexadecimal, name) => {
    if (name === undefined) return character(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal))
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
    if (known === undefined && notes.length < BOUNDS.notes) {
      notes.push(`the entity ${whole} is not known and stays as it is written`)
    }
    return known ?? whole
  })
}

/** A character by its number; what XML forbids, and PostgreSQL would refuse to store, becomes U+FFFD. */
function character(code: number): string {
  const allowed =
    code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code < 0xfffe)
  return allowed || (code > 0xffff && code <= 0x10ffff) ? String.fromCodePoint(code) : '\ufffd'
}

function notXml(reason: string, line: number): MusterError {
  return new MusterError('CAP_NOT_XML', { reason: reason.slice(0, 200).replace(/\.$/, ''), line })
}

function lineOf(xml: string, index: number): number {
  return xml.slice(0, index).split('\n').length
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}
