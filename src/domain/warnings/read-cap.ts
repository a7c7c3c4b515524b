import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import { decodeXml } from './decode-xml.ts'
import * as cap from './model.ts'
import { type Cursor, choice, each, fieldOf, instant, namedValues, oneOf, optional, required } from './read-fields.ts'
import { readCircle, readPolygon } from './read-geometry.ts'
import { readReferences } from './read-references.ts'
import { readXml, type XmlElement } from './read-xml.ts'

const VERSIONS: ReadonlyMap<string, cap.Warning['version']> = new Map([
  ['urn:oasis:names:tc:emergency:cap:1.2', '1.2'],
  ['urn:oasis:names:tc:emergency:cap:1.1', '1.1'],
  ['urn:oasis:names:tc:emergency:cap:1.0', '1.0'],
  ['http://www.incident.com/cap/1.0', '1.0'],
])

/** No warning has so many; a circle grows a hundredfold when it is drawn, so that they are counted first. */
const MAX_SHAPES = 10_000

/**
 * Reads a CAP 1.0, 1.1 or 1.2 message, or a feed that holds several (Atom, RSS, EDXL-DE), from text or bytes.
 *
 * Never throws: what could not be read is in `refused`, each a MusterError with a code of its own (`CAP_…`), and one
 * bad message of a feed does not take the others with it. What CAP requires must be there and be allowed; what is
 * odd but clear is read and noted. A signature is seen, not verified. Source: CAP 1.2, OASIS, 2010-07-01.
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
  if (found.length === 0) throw new MusterError('CAP_NOT_ALERT', { root: root.name, space: root.space })
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
  const identity = { identifier: required(at, 'identifier'), sender: required(at, 'sender'), sent: sentOf(at) }
  const status = choice(at, 'status', cap.STATUSES)
  const msgType = choice(at, 'msgType', cap.MSG_TYPES)
  const scope = version === '1.0' ? (optional(at, 'scope') ?? 'Public') : required(at, 'scope')
  const areas = each(at, 'info').flatMap((info) => each(info, 'area'))
  const infos = each(at, 'info').map((info) => readInfo(info, version))
  const read = {
    ...identity,
    version,
    status,
    msgType,
    scope: oneOf(scope, cap.SCOPES, 'scope', notes),
    references: referencesOf(at, identity, msgType),
    incidents: optional(at, 'incidents')?.split(/\s+/) ?? [],
    infos,
    ...overall(infos),
    ...readAreas(areas),
    signed,
    notes,
  }
  noteOddities(read)
  return { ...read, notes: [...new Set(notes)] }
}

function sentOf(at: Cursor): Date {
  const sent = instant(at, 'sent')
  if (!sent) throw new MusterError('CAP_MISSING', { field: 'sent' })
  return sent
}

function referencesOf(at: Cursor, self: cap.WarningRef, msgType: cap.Warning['msgType']): cap.WarningRef[] {
  const { references, unread } = readReferences(optional(at, 'references') ?? '')
  for (const text of unread) at.notes.push(`references: "${text.slice(0, 200)}" is not a sender,identifier,sent`)
  for (const ref of references) {
    if (cap.keyOf(ref) === cap.keyOf(self)) throw new MusterError('CAP_SELF_REFERENCE', { identifier: ref.identifier })
    if (ref.sent > self.sent) {
      const sent = { referenced: ref.sent.toISOString(), sent: self.sent.toISOString() }
      throw new MusterError('CAP_FUTURE_REFERENCE', { identifier: ref.identifier, ...sent })
    }
  }
  if (references.length === 0 && msgType === 'Cancel') throw new MusterError('CAP_MISSING', { field: 'references' })
  if (references.length === 0 && msgType === 'Update') at.notes.push('it is an Update of nothing: it starts anew')
  return references
}

function readInfo(at: Cursor, version: cap.Warning['version']): cap.WarningInfo {
  const categories = each(at, 'category').map((c) => oneOf(c.element.text.trim(), cap.CATEGORIES, c.path, at.notes))
  if (categories.length === 0 && version !== '1.0')
    throw new MusterError('CAP_MISSING', { field: fieldOf(at, 'category') })
  return {
    language: optional(at, 'language') ?? 'en-US', // the default that CAP gives it
    event: required(at, 'event'),
    categories,
    urgency: choice(at, 'urgency', cap.URGENCIES),
    severity: choice(at, 'severity', cap.SEVERITIES),
    certainty: certaintyOf(at, version),
    effective: instant(at, 'effective'),
    onset: instant(at, 'onset'),
    expires: instant(at, 'expires'),
    senderName: optional(at, 'senderName'),
    headline: optional(at, 'headline'),
    description: optional(at, 'description'),
    instruction: optional(at, 'instruction'),
    eventCodes: namedValues(at, 'eventCode'),
  }
}

/** CAP 1.0 knew "Very Likely", which 1.1 asks to be read as "Likely". */
function certaintyOf(at: Cursor, version: cap.Warning['version']): cap.WarningInfo['certainty'] {
  if (version !== '1.0' || !/^very likely$/i.test(required(at, 'certainty')))
    return choice(at, 'certainty', cap.CERTAINTIES)
  at.notes.push(`${fieldOf(at, 'certainty')}: "Very Likely" was read as Likely`)
  return 'Likely'
}

function overall(infos: readonly cap.WarningInfo[]) {
  const times = (of: (info: cap.WarningInfo) => Date | null) =>
    infos
      .map(of)
      .filter((t) => t !== null)
      .map(Number)
  const [starts, onsets, ends] = [times((i) => i.effective), times((i) => i.onset), times((i) => i.expires)]
  const headlines = infos.toReversed().map((i) => [i.language, i.headline ?? i.event] as const) // the first one stays
  return {
    events: [...new Set(infos.map((i) => i.event))],
    categories: [...new Set(infos.flatMap((i) => i.categories))],
    urgency: cap.URGENCIES.find((u) => infos.some((i) => i.urgency === u)) ?? null,
    severity: cap.SEVERITIES.find((s) => infos.some((i) => i.severity === s)) ?? null,
    certainty: cap.CERTAINTIES.find((c) => infos.some((i) => i.certainty === c)) ?? null,
    effective: starts.length > 0 ? new Date(Math.min(...starts)) : null,
    onset: onsets.length > 0 ? new Date(Math.min(...onsets)) : null,
    expires: ends.length > 0 && ends.length === infos.length ? new Date(Math.max(...ends)) : null,
    headlines: Object.fromEntries(headlines),
  }
}

function readAreas(areas: readonly Cursor[]): Pick<cap.Warning, 'area' | 'geocodes' | 'areaDescs'> {
  const rings = [...shapes(areas, 'polygon', readPolygon), ...shapes(areas, 'circle', readCircle)]
  const geocodes = areas.flatMap((at) => namedValues(at, 'geocode'))
  const distinct = new Map(geocodes.map((code) => [`${code.valueName}=${code.value}`, code]))
  return {
    area: rings.length > 0 ? { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) } : null,
    geocodes: [...distinct.values()],
    areaDescs: [...new Set(areas.map((at) => required(at, 'areaDesc')))],
  }
}

type ReadShape = (text: string, where: string, notes: string[]) => Position[][]

/** The shapes of one kind, each once, since infos in other languages repeat them; what overlaps the database unites. */
function shapes(areas: readonly Cursor[], name: string, read: ReadShape): Position[][] {
  const distinct = new Map<string, Cursor>()
  for (const shape of areas.flatMap((at) => each(at, name))) {
    const text = shape.element.text.trim()
    if (text === '') shape.notes.push(`${shape.path} is empty and was left out`)
    else if (!distinct.has(text)) distinct.set(text, shape)
  }
  if (distinct.size > MAX_SHAPES) {
    throw new MusterError('CAP_BAD_VALUE', {
      field: name,
      value: `${distinct.size} shapes`,
      wants: `at most ${MAX_SHAPES}`,
    })
  }
  return [...distinct].flatMap(([text, { path, notes }]) => read(text, path, notes))
}

function noteOddities(w: cap.Warning): void {
  const endless = w.infos.some((info) => info.expires === null)
  if (w.expires && w.expires <= w.sent) w.notes.push('it expires before it was sent')
  if (endless && w.infos.some((info) => info.expires))
    w.notes.push('one info has no expires: it holds until superseded')
  if (w.msgType !== 'Alert' && w.msgType !== 'Update') return
  if (w.infos.length === 0) w.notes.push('it has no info: nobody can be matched to it')
  else if (!w.area && w.geocodes.length > 0) w.notes.push('it has no geometry: places are matched by geocode')
  else if (!w.area) w.notes.push('it has neither geometry nor geocode: no place can be matched')
}
