import { MusterError } from '../../base/errors.ts'
import { BOUNDS } from './bounds.ts'
import { decodeXml } from './decode-xml.ts'
import * as cap from './model.ts'
import { overall } from './overall.ts'
import { distinct, readAreas } from './read-areas.ts'
import { type Cursor, choice, cut, each, instant, oneOf, optional, required } from './read-fields.ts'
import { readInfo } from './read-info.ts'
import { readReferences } from './read-references.ts'
import { readXml, type XmlElement } from './read-xml.ts'

const VERSIONS: ReadonlyMap<string, cap.Warning['version']> = new Map([
  ['urn:oasis:names:tc:emergency:cap:1.2', '1.2'],
  ['urn:oasis:names:tc:emergency:cap:1.1', '1.1'],
  ['urn:oasis:names:tc:emergency:cap:1.0', '1.0'],
  ['http://www.incident.com/cap/1.0', '1.0'],
])

/**
 * Reads a CAP 1.0, 1.1 or 1.2 message, or a feed that holds several (Atom, RSS, EDXL-DE), from text or bytes.
 *
 * Never throws: what could not be read is in `refused`, each a MusterError with a code of its own (`CAP_…`), and one
 * bad message of a feed does not take the others with it. What CAP requires must be there and be allowed; what is
 * odd but clear is read and noted. A signature is seen, not verified. Source: CAP 1.2, OASIS, 2010-07-01. What is read at
 * most is in bounds.ts.
 */
export function readCap(input: string | Uint8Array): { warnings: cap.Warning[]; refused: MusterError[] } {
  const warnings: cap.Warning[] = []
  const refused: MusterError[] = []
  const attempt = (act: () => void) => {
    try {
      act()
    } catch (error) {
      if (!(error instanceof MusterError)) throw error
      refused.push(error)
    }
  }
  attempt(() => {
    const notes: string[] = []
    const root = readXml(decodeXml(input, notes), notes)
    for (const alert of alertsIn(root)) attempt(() => warnings.push(readAlert(alert, root, [...notes])))
  })
  return { warnings, refused }
}

function alertsIn(root: XmlElement): XmlElement[] {
  if (root.name === 'alert') return [root]
  const found = root.children.flatMap((child) => inside(child))
  if (found.length === 0)
    throw new MusterError('CAP_NOT_ALERT', { root: root.name.slice(0, 80), space: root.space.slice(0, 80) })
  if (found.length > BOUNDS.messages) throw tooMany('alert', found.length, BOUNDS.messages)
  return found
}

function inside(element: XmlElement): XmlElement[] {
  if (element.name === 'alert' && VERSIONS.has(element.space)) return [element]
  return element.children.flatMap((child) => inside(child))
}

function readAlert(alert: XmlElement, root: XmlElement, notes: string[]): cap.Warning {
  const version = VERSIONS.get(alert.space) ?? (alert.space === '' ? '1.2' : undefined)
  if (!version) throw new MusterError('CAP_NOT_ALERT', { root: alert.name, space: alert.space })
  if (alert.space === '') notes.push('it names no CAP namespace and was read as CAP 1.2')
  else if (version !== '1.2') notes.push(`it is in the namespace of CAP ${version}`)
  if (alert !== root) notes.push(`it was found inside <${root.name}>`)
  const signed = alert.children.some((child) => child.name === 'Signature')
  if (signed) notes.push('it is signed; the signature was not verified')

  const at: Cursor = { element: alert, path: '', notes }
  const identity = { identifier: nameOf(at, 'identifier'), sender: nameOf(at, 'sender'), sent: sentOf(at) }
  const msgType = choice(at, 'msgType', cap.MSG_TYPES)
  const elements = each(at, 'info')
  if (elements.length > BOUNDS.infos) throw tooMany('info', elements.length, BOUNDS.infos)
  const { areas, byInfo } = readAreas(elements)
  const infos = placed(
    elements.map((info) => readInfo(info, { version, sent: identity.sent })),
    byInfo,
    areas,
    notes,
  )
  // The same ring object where two areas have the same shape.
  const rings = [...new Set(areas.flatMap(({ shape }) => shape?.coordinates.flat() ?? []))]
  const read: cap.Warning = {
    ...identity,
    version,
    status: choice(at, 'status', cap.STATUSES),
    msgType,
    scope: scopeOf(at, version),
    references: referencesOf(at, identity, msgType === 'Cancel'),
    incidents: optional(at, 'incidents')?.slice(0, BOUNDS.headline).split(/\s+/) ?? [],
    infos,
    areas,
    ...overall(infos),
    area: rings.length > 0 ? { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) } : null,
    geocodes: distinct(areas.flatMap(({ geocodes }) => geocodes)),
    areaDescs: [...new Set(areas.flatMap(({ areaDescs }) => areaDescs))],
    signed,
    notes,
  }
  noteOddities(read)
  return { ...read, notes: bounded(notes) }
}

/** What tells messages apart is never cut: two would become one. */
function nameOf(at: Cursor, name: 'identifier' | 'sender'): string {
  const text = required(at, name)
  if (/[\s,<&]/.test(text)) at.notes.push(`${name} holds a space, a comma, < or &, which CAP does not allow`)
  if (text.length <= BOUNDS.identity) return text
  const wants = `at most ${BOUNDS.identity} characters`
  throw new MusterError('CAP_BAD_VALUE', { field: name, value: `${text.slice(0, 80)}…`, wants })
}

/** What tells messages apart is never left out either: it must be a moment that can be. */
function sentOf(at: Cursor): Date {
  const text = required(at, 'sent')
  const sent = instant(at, 'sent')
  if (sent) return sent
  const wants = 'in the years 1900 to 2199'
  throw new MusterError('CAP_BAD_VALUE', { field: 'sent', value: text.slice(0, 80), wants })
}

/** One that does not say whom it is for is for everybody, as in CAP 1.0; a warning is not lost for that. */
function scopeOf(at: Cursor, version: cap.Warning['version']): cap.Warning['scope'] {
  const scope = optional(at, 'scope')
  if (scope !== null) return oneOf(scope, cap.SCOPES, 'scope', at.notes)
  if (version !== '1.0') at.notes.push('scope is missing and was read as Public')
  return 'Public'
}

function referencesOf(at: Cursor, self: cap.MessageId, isNeeded: boolean): cap.WarningRef[] {
  const written = optional(at, 'references')
  const { references, unread, undated } = readReferences(written ?? '')
  if (references.length > BOUNDS.references) throw tooMany('references', references.length, BOUNDS.references)
  for (const text of unread) at.notes.push(`references: "${text.slice(0, 200)}" is not a sender,identifier,sent`)
  for (const text of undated)
    at.notes.push(`references: "${text.slice(0, 200)}" says not when it was sent; sender and identifier are enough`)
  const others = references.filter((ref) => cap.keyOf(ref) !== cap.keyOf(self))
  if (others.length < references.length) at.notes.push('it refers to itself; that reference was left out')
  // One of the two clocks is wrong; its names tell which message is meant.
  const ahead = others.find((ref) => ref.sent !== null && ref.sent > self.sent)
  if (ahead?.sent) {
    const [later, sent] = [ahead.sent.toISOString(), self.sent.toISOString()]
    at.notes.push(
      `it was sent at ${sent} and refers to ${ahead.identifier} of ${later}, which is later: a clock was wrong`,
    )
  }
  if (written === null && isNeeded) throw new MusterError('CAP_MISSING', { field: 'references' })
  return others
}

/**
 * Infos with the area of each. One without any is mostly a translation of another: it holds where those of the same gravity
 * and time do, or else wherever the message does.
 */
function placed(
  infos: Omit<cap.WarningInfo, 'areas'>[],
  byInfo: (number | null)[],
  areas: cap.WarnedArea[],
  notes: string[],
): cap.WarningInfo[] {
  const scales = (i: (typeof infos)[number]) => JSON.stringify([i.severity, i.urgency, i.onset, i.expires])
  const likeIt = new Map<string, Set<number>>()
  for (const [n, info] of infos.entries()) {
    const own = byInfo[n] ?? null
    if (own !== null) likeIt.set(scales(info), (likeIt.get(scales(info)) ?? new Set()).add(own))
  }
  return infos.map((info, n) => {
    const own = byInfo[n] ?? null
    if (own !== null) return { ...info, areas: [own] }
    if (areas.length === 0) return { ...info, areas: [] }
    const alike = likeIt.get(scales(info))
    const where = alike ? 'where those like it do' : 'wherever the message does'
    notes.push(`info[${n + 1}] names no area: it holds ${where}`)
    return { ...info, areas: alike ? [...alike] : areas.map((_, area) => area) }
  })
}

function noteOddities(w: cap.Warning): void {
  if (w.msgType === 'Update' && w.references.length === 0)
    w.notes.push(`it is an Update of nothing: ${w.clear ? 'what is over is not told' : 'it starts anew'}`)
  if (w.expires && w.expires <= w.sent) w.notes.push('it expires before it was sent')
  if (w.infos.some((i) => i.expires === null) && w.infos.some((i) => i.expires))
    w.notes.push('one info has no expires: it holds until superseded')
  if (w.msgType !== 'Alert' && w.msgType !== 'Update') return
  if (w.infos.length === 0) w.notes.push('it has no info: nobody can be matched to it')
  else if (!w.area && w.geocodes.length > 0) w.notes.push('it has no geometry: places are matched by geocode')
  else if (!w.area) w.notes.push('it has neither geometry nor geocode: no place can be matched')
}

function bounded(notes: readonly string[]): string[] {
  const distinct = [...new Set(notes)]
  const kept = distinct.slice(0, BOUNDS.notes).map((note) => cut(note, BOUNDS.areaDesc, 'note', []))
  return distinct.length > kept.length ? [...kept, `… and ${distinct.length - kept.length} more`] : kept
}

function tooMany(field: string, count: number, most: number): MusterError {
  return new MusterError('CAP_BAD_VALUE', { field, value: `${count} of them`, wants: `at most ${most}` })
}
