import { hazardNamed } from '../records/hazard-names.ts'
import { gravityOf, HAZARD_STATES, type Hazard, type HazardRecord, type HazardState, type HazardView } from './model.ts'

/** Why a record changed nothing of its hazard. */
export type NotCounted =
  /** Who treated it cannot confirm that. */
  | 'same-person'
  /** Nobody has said that it was treated. */
  | 'not-treated'
  /** Only who told of it first may say that it was a mistake; or the coordinator, in a ruling. */
  | 'not-teller'
  /** It was confirmed, or a mistake, before. */
  | 'over'
  /** It was taken back. */
  | 'taken-back'
  | 'unclear'

/** One record in a hazard's course, in the order in which things happened. */
export interface HazardStep {
  record: HazardRecord
  /** Null: it counted. */
  not: NotCounted | null
}

/** A hazard as its records tell, with each of them. */
export interface FoldedHazard {
  hazard: Hazard
  course: HazardStep[]
}

/**
 * Works a hazard out from its records, by when each thing happened: in which order they came in does not matter. A time ahead of
 * the one at which the record came in is believed up to that. Null where the record that told of it first is not among them.
 */
export function foldHazard(id: string, records: readonly HazardRecord[]): FoldedHazard | null {
  const first = records.find((r) => r.id === id && r.kind === 'hazard')
  if (!first) return null
  const own = records.filter((r) => r === first || (r.lane === first.lane && hazardNamed(r) === id))
  const back = takenBack(own, first)
  const later = own.filter((r) => r !== first).sort(inOrder)
  const foundAt = new Date(when(first))
  const hazard: Hazard = {
    id,
    lane: first.lane,
    subject: first.subject,
    toldBy: first.toldBy,
    foundAt,
    knownAt: first.receivedAt,
    ...said(first),
    at: first.at,
    gravity: 0,
    state: 'found',
    stateAt: foundAt,
    stateBy: first.toldBy,
    lastRecord: first.id,
    reason: null,
  }
  const course: HazardStep[] = [{ record: first, not: null }]
  const treaters = new Set<string>()
  for (const record of later) {
    const not = back.has(record.id) ? 'taken-back' : apply(hazard, record, treaters)
    course.push({ record, not })
  }
  const ruling = back.get(id)
  if (ruling) turn(hazard, ruling, 'mistaken', textOf(ruling.body.reason))
  hazard.gravity = gravityOf(hazard.kind, hazard.muddy)
  return { hazard, course }
}

/** The records that a ruling takes back, each with that ruling. */
function takenBack(own: readonly HazardRecord[], first: HazardRecord): Map<string, HazardRecord> {
  const rulings = own.filter((r) => r.kind === 'hazard-ruling' && r.body.state === 'taken-back')
  return new Map(rulings.map((r) => [r.corrects ?? first.id, r]))
}

/** Lets one record change the hazard; returns why it did not. */
function apply(hazard: Hazard, record: HazardRecord, treaters: Set<string>): NotCounted | null {
  if (record.kind === 'hazard') return addTo(hazard, record, treaters)
  const state = record.kind === 'treated' ? 'treated' : record.body.state
  const over = hazard.state === 'confirmed' || hazard.state === 'mistaken'
  switch (state) {
    case 'taken-back':
      return null
    case 'found':
      treaters.clear()
      return turn(hazard, record, 'found')
    case 'treating':
      return over ? 'over' : turn(hazard, record, 'treating')
    case 'treated':
      if (over) return 'over'
      treaters.add(record.toldBy)
      return turn(hazard, record, 'treated')
    case 'confirmed':
      if (over) return 'over'
      if (treaters.has(record.toldBy)) return 'same-person'
      return hazard.state === 'treated' ? turn(hazard, record, 'confirmed') : 'not-treated'
    case 'mistaken':
      if (record.kind !== 'hazard-ruling' && record.toldBy !== hazard.toldBy) return 'not-teller'
      return over ? 'over' : turn(hazard, record, 'mistaken', textOf(record.body.reason))
    default:
      return 'unclear'
  }
}

/** What more is told of it: the rest stays as it was said. One that is seen again after it was treated stands again. */
function addTo(hazard: Hazard, record: HazardRecord, treaters: Set<string>): null {
  const { kind, muddy, chainageM } = said(record)
  hazard.kind = kind ?? hazard.kind
  hazard.muddy = muddy ?? hazard.muddy
  hazard.chainageM = chainageM ?? hazard.chainageM
  hazard.at = record.at ?? hazard.at
  const seenAgain = typeof record.body.of === 'string'
  if (seenAgain && hazard.state !== 'found' && hazard.state !== 'treating') {
    treaters.clear()
    turn(hazard, record, 'found')
  }
  return null
}

function turn(hazard: Hazard, record: HazardRecord, state: Hazard['state'], reason: string | null = null): null {
  const change: Partial<HazardView> = {
    state,
    stateAt: new Date(when(record)),
    stateBy: record.toldBy,
    lastRecord: record.id,
    reason,
  }
  Object.assign(hazard, change)
  return null
}

function said({ body }: HazardRecord): Pick<HazardView, 'kind' | 'muddy' | 'chainageM'> {
  const { hazard, muddy, chainageM } = body
  return {
    kind: typeof hazard === 'string' && /^[a-z][a-z-]{0,39}$/.test(hazard) ? hazard : null,
    muddy: typeof muddy === 'boolean' ? muddy : null,
    chainageM: typeof chainageM === 'number' && Number.isFinite(chainageM) ? chainageM : null,
  }
}

/** As things happened; of one instant, as one follows from the other. */
function inOrder(a: HazardRecord, b: HazardRecord): number {
  return when(a) - when(b) || stageOf(a) - stageOf(b) || (a.id < b.id ? -1 : 1)
}

const stageOf = ({ kind, body }: HazardRecord) =>
  kind === 'treated' ? HAZARD_STATES.indexOf('treated') : HAZARD_STATES.indexOf(body.state as HazardState)

const when = (r: HazardRecord) => Math.min(r.occurredAt.getTime(), r.receivedAt.getTime())
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
