import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Asks, WarningInfo } from '../../warnings/model.ts'
import { type KeptWarning, shapeOf, warningById } from '../../warnings/store.ts'
import { stoodThen } from '../../warnings/then.ts'
import { type Pointer, pointer, type RawCell } from '../lists/refs.ts'
import { areaChain, countAbout, type Draft, draft, fact, type Look } from './draft.ts'
import type { Action, Subject } from './model.ts'

/** Pages of what was told: a warning and a record. */

export async function warningPage(tx: Tx, look: Look, id: string): Promise<Draft> {
  const kept = await warningById(tx, id)
  if (!kept || kept.lane !== look.lane || (look.past && kept.receivedAt > look.moment))
    throw new MusterError('WARNING_UNKNOWN', { warning: id })
  const state = look.past ? await stateThen(tx, kept, look.moment) : kept.state
  const w = kept.warning
  const [first] = w.infos
  // What its infos do not agree on is told of each part, with its level; the gravest of all would be true of none.
  const agreed = <T>(of: (info: WarningInfo) => T): T | null =>
    first && new Set(w.infos.map((info) => JSON.stringify(of(info)))).size === 1 ? of(first) : null
  const areas = agreed((info) => info.areas) ? w.areaDescs.join('; ') : null
  const zones = await tx<{ district: string; campaign: string }[]>`
    select distinct district, campaign from campaign_zone where warning = ${id} and starts <= ${look.moment} order by district`
  const self: Pointer = { point: 'warning', id, district: '' }
  return draft(self, first?.headline ?? w.events[0] ?? w.identifier, {
    names: w.headlines,
    code: w.identifier,
    what: [
      ...fact('state', 'state', state),
      ...(look.past ? [] : [...fact('reason', 'state', kept.why), ...fact('cause', 'text', kept.by)]),
      ...fact(
        'severity',
        'state',
        agreed((info) => info.severity),
      ),
      ...fact(
        'urgency',
        'state',
        agreed((info) => info.urgency),
      ),
      ...fact(
        'certainty',
        'state',
        agreed((info) => info.certainty),
      ),
      // What it asks for is known once it has a zone.
      ...(look.past && zones.length === 0
        ? []
        : [...fact('playbook', 'playbook', kept.playbook), ...fact('level', 'level', kept.level)]),
      ...fact('sender', 'text', first?.senderName ?? w.sender),
      ...fact('sent', 'moment', w.sent),
      ...fact('receivedAt', 'moment', kept.receivedAt),
      ...fact(
        'expires',
        'moment',
        agreed((info) => info.expires),
      ),
      ...fact('msgType', 'state', w.msgType),
      ...fact('status', 'state', w.status),
      ...fact('areas', 'text', areas),
      ...w.infos.flatMap((info) => [
        ...fact(`description ${info.language}`, 'text', info.description),
        ...fact(`instruction ${info.language}`, 'text', info.instruction),
      ]),
      ...fact('source', 'text', kept.source),
      ...zones.flatMap((z) => fact('campaign', 'campaign', pointer('campaign', z.campaign, z.district))),
    ],
    where: [...new Set(zones.map((z) => z.district))].map((d) => ({ point: 'area', id: d, district: d })),
    at: await warnedExtent(tx, id),
    may: look.past ? [] : mayOf(kept).map((action) => ({ action, ids: { warning: id } })),
  })
}

/** How it stood by its zones; what calls nobody never did. */
async function stateThen(tx: Tx, { id, state, warning }: KeptWarning, at: Date): Promise<string> {
  if (state === 'noted') return state
  const stood = (await stoodThen(tx, { ids: [id] }, at)).get(id)
  return stood ?? (warning.infos.some((info) => (info.expires ?? at) > at) ? 'received' : 'over')
}

/** What may be answered to what a warning asks; `ours-or-over`: it would end others as well. */
const ANSWERS: Readonly<Record<Asks | 'ours-or-over', readonly Action[]>> = {
  ours: ['put-in-force', 'not-ours'],
  'ours-or-over': ['put-in-force', 'end-others', 'leave-others'],
  ends: ['end-others', 'leave-others'],
  unknown: ['seen'],
  'no-place': ['seen'],
}

/** What a coordinator may do: answer what it asks, and end it while it stands. */
function mayOf({ asks, by, state }: KeptWarning): Action[] {
  const answers = asks === null ? [] : ANSWERS[asks === 'ours' && by !== null ? 'ours-or-over' : asks]
  return state === 'in-force' ? [...answers, 'end-warning'] : [...answers]
}

async function warnedExtent(tx: Tx, id: string): Promise<Subject['at']> {
  const [w, south, e, north] = (await shapeOf(tx, id))?.box ?? []
  if (w === undefined || south === undefined || e === undefined || north === undefined) return null
  return { bbox: [w, south, e, north], point: [(w + e) / 2, (south + north) / 2] }
}

export async function recordPage(tx: Tx, look: Look, id: string, among: string | null): Promise<Draft> {
  const [row] = await tx<RecordRow[]>`
    select o.district, o.lane, o.kind, o.subject, o.told_by as "toldBy", o.occurred_at as "occurredAt",
      o.received_at as "receivedAt", o.body, o.corrects, p.area, st_x(o.at) as lon, st_y(o.at) as lat
    from record o left join place p on p.district = o.district and p.id = o.subject
    where o.id = ${id} and o.lane = ${look.lane} and ${among === null ? tx`true` : tx`o.district = ${among}`} and o.received_at <= ${look.moment}`
  if (!row) throw new MusterError('RECORD_UNKNOWN', { record: id })
  const { district, subject } = row
  const place = pointer(row.area === null ? 'person' : 'place', subject, district)
  const corrections = await tx<{ id: string }[]>`
    select id from record where district = ${district} and subject = ${subject} and lane = ${row.lane} and corrects = ${id}
      and received_at <= ${look.moment} order by received_at`
  return draft({ point: 'record', id, district }, row.kind, {
    what: [
      ...fact('kind', 'slug', row.kind),
      ...fact('subject', 'subject', place),
      ...fact('toldBy', 'person', pointer('person', row.toldBy, district)),
      ...fact('occurredAt', 'moment', row.occurredAt),
      ...fact('receivedAt', 'moment', row.receivedAt),
      ...Object.entries(row.body).flatMap(([key, value]) => fact(`says ${key}`, kindOf(value), cellOf(value))),
      ...fact('corrects', 'record', pointer('record', row.corrects, district)),
      ...corrections.flatMap((c) => fact('correctedBy', 'record', pointer('record', c.id, district))),
    ],
    where: await areaChain(tx, row.area),
    at:
      row.lon === null || row.lat === null
        ? null
        : { bbox: [row.lon, row.lat, row.lon, row.lat], point: [row.lon, row.lat] },
    about: await countAbout(tx, [
      {
        key: 'records',
        list: 'records',
        filter: { district, subject },
        rows: tx`select from record where district = ${district} and subject = ${subject} and lane = ${row.lane}
          and received_at <= ${look.moment}`,
      },
    ]),
    may: look.past ? [] : [{ action: 'add-record', ids: { district, subject, corrects: id } }],
  })
}

interface RecordRow {
  district: string
  lane: string
  kind: string
  subject: string
  toldBy: string
  occurredAt: Date
  receivedAt: Date
  body: Record<string, unknown>
  corrects: string | null
  /** Of the place; null where it is about a person. */
  area: string | null
  lon: number | null
  lat: number | null
}

const kindOf = (value: unknown) => (typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'flag' : 'text')

function cellOf(value: unknown): RawCell {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as RawCell
  return JSON.stringify(value)
}
