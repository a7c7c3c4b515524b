import { type ErrorCode, MusterError } from '../../../base/errors.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { laneNow } from '../../audit/lanes.ts'
import { ACTUAL, type Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { areaByCode, placeById } from '../../places/store.ts'
import type { Cell, Ref, RefKind } from '../lists/model.ts'
import { type Pointer, type RawCell, refsOf } from '../lists/refs.ts'
import { planAnew } from '../lists/walk.ts'
import type { Draft, Look } from './draft.ts'
import { areaPage, placePage } from './ground.ts'
import type { Subject } from './model.ts'
import { personPage, unitPage } from './organisation.ts'
import { calloutPage, campaignPage, proposalPage } from './running.ts'
import { recordPage, warningPage } from './told.ts'

/** Which page: an id (an area's code; a place or a unit also by its code), and the district where that is known. */
export interface SubjectRequest {
  kind: RefKind
  id: string
  lane: string
  at?: Date | undefined
  district?: string | undefined
}

const PAGES: Record<RefKind, (tx: Tx, look: Look, id: string, district: string | null) => Promise<Draft>> = {
  place: placePage,
  unit: unitPage,
  person: personPage,
  area: areaPage,
  campaign: campaignPage,
  warning: warningPage,
  callout: calloutPage,
  record: recordPage,
  proposal: proposalPage,
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** What says that there is none: of a kind that has no other name than its id, also for what is no id. */
const UNKNOWN: Partial<Record<RefKind, ErrorCode>> = {
  person: 'PERSON_UNKNOWN',
  campaign: 'CAMPAIGN_UNKNOWN',
  warning: 'WARNING_UNKNOWN',
  callout: 'CALLOUT_UNKNOWN',
  record: 'RECORD_UNKNOWN',
  proposal: 'PROPOSAL_UNKNOWN',
}

/** A page with a subject, now or as of a moment past. PLACE_UNKNOWN, UNIT_UNKNOWN and so on, by its kind. */
export async function readSubject(tx: Tx, viewer: Viewer, wall: Date, request: SubjectRequest): Promise<Subject> {
  const look = await lookOf(tx, viewer, wall, request)
  return finished(tx, look, await findSubject(tx, look, request))
}

export async function lookOf(
  tx: Tx,
  viewer: Viewer,
  wall: Date,
  { lane, at }: Pick<SubjectRequest, 'lane' | 'at'>,
): Promise<Look> {
  await planAnew(tx)
  const moment = at ?? (await laneNow(tx, lane, wall))
  return { viewer, lane, lanes: [...new Set([ACTUAL, lane])], moment, past: at !== undefined }
}

function findSubject(tx: Tx, look: Look, { kind, id, district }: SubjectRequest): Promise<Draft> {
  const unknown = UNKNOWN[kind]
  if (unknown && !UUID.test(id)) throw new MusterError(unknown, { [kind]: id })
  return PAGES[kind](tx, look, id, district ?? null)
}

/** Who a subject is and in which district, without its page. Errors as of `readSubject`. */
export async function findSelf(tx: Tx, { kind, id, district, lane }: SubjectRequest): Promise<Pointer> {
  const of = (found: { district: string; id: string } | null, code: ErrorCode): Pointer => {
    if (!found) throw new MusterError(code, { [kind === 'area' ? 'code' : kind]: id })
    return { point: kind, id: found.id, district: found.district }
  }
  if (kind === 'place') return of(await placeById(tx, id), 'PLACE_UNKNOWN')
  if (kind === 'unit') return of(await unitAnywhere(tx, id), 'UNIT_UNKNOWN')
  if (kind === 'area') {
    const area = await areaByCode(tx, id)
    return of(area && { district: area.district, id: area.code }, 'AREA_UNKNOWN')
  }
  const unknown = UNKNOWN[kind] as ErrorCode
  if (!UUID.test(id)) throw new MusterError(unknown, { [kind]: id })
  const where = kind === 'warning' ? tx`''` : tx`district`
  const home = kind === 'person' ? tx`home_district is not null,` : tx``
  const own = kind === 'person' ? tx`true` : inLane(tx, kind, lane)
  const [row] = await tx<{ district: string; id: string }[]>`
    select ${where} as district, id from ${tx(kind)} o
    where id = ${id} and ${own} and ${district === undefined || kind === 'warning' ? tx`true` : tx`district = ${district}`}
    order by ${home} 1 limit 1`
  return of(row ?? null, unknown)
}

/** That it belongs to the lane: what is of an exercise has no page in real life, nor in another exercise. */
function inLane(tx: Tx, kind: RefKind, lane: string): Fragment {
  return kind === 'proposal'
    ? tx`exists (select from campaign c where c.district = o.district and c.id = o.campaign and c.lane = ${lane})`
    : tx`o.lane = ${lane}`
}

/** Reads the names of all that a draft points to, at once. */
async function finished(tx: Tx, look: Look, d: Draft): Promise<Subject> {
  const refOf = await refsOf(tx, [
    ...d.where,
    ...d.what.flatMap((f) => (isPointer(f.value) ? [f.value] : [])),
    ...d.answers.flatMap((a) => [a.holder, a.subject, ...(a.unit ? [a.unit] : [])]),
  ])
  return {
    kind: d.self.point,
    id: d.self.id,
    district: d.self.district,
    lane: look.lane,
    asOf: look.moment,
    now: !look.past,
    title: d.title,
    names: d.names,
    code: d.code,
    state: d.state,
    what: d.what.map(({ key, kind, value }) => ({ key, kind, value: cellOf(value, refOf) })),
    where: d.where.map(refOf),
    at: d.at,
    answers: d.answers.map((a) => ({
      ...a,
      holder: refOf(a.holder),
      subject: refOf(a.subject),
      unit: a.unit && refOf(a.unit),
    })),
    missing: d.missing,
    about: d.about,
    may: d.may,
  }
}

function isPointer(value: RawCell): value is Pointer {
  return typeof value === 'object' && value !== null && 'point' in value
}

function cellOf(value: RawCell, refOf: (p: Pointer) => Ref): Cell {
  if (value instanceof Date) return value.toISOString()
  return isPointer(value) ? refOf(value) : value
}
