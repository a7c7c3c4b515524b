import type { Tx } from '../../db/connect.ts'
import { ENGINE } from '../audit/model.ts'
import { auditAll } from '../audit/store.ts'
import type { Playbook } from '../playbooks/model.ts'
import { levelsOf, nearOf } from '../playbooks/rules-at.ts'
import { endZones, playbooks, putInForce, type ZonePart } from '../playbooks/store.ts'
import { looseNote, type Outcome } from './explain.ts'
import { keyOf as messageKey } from './model.ts'
import {
  districtsOf,
  type KeptPart,
  overParts,
  partsOpen,
  partsWithPlaces,
  playbooksOfWarnings,
  savePartStates,
  saveParts,
} from './part-store.ts'
import { partsOf } from './parts.ts'
import { type Fate, type KeptWarning, saveFates, warningsByIds } from './store.ts'
import { unreadable } from './stored.ts'

/** What the audit says of warnings belongs to no district. */
const EVERYWHERE = '*'

/** So many parts that touch nothing are looked at again in every run of the step; more only in one that has nothing else to do. */
const LOOKED_AT_AGAIN = 200

/** A message that came to stand, or whose question is to be kept. */
export interface EnteringWarning {
  id: string
  key: string
  /** The warnings whose place it took. */
  ended: readonly string[]
}

/** What the step knows already; `read` are warnings that it has read whole, by their ids. */
interface Known {
  books: readonly Playbook[]
  outcomes: ReadonlyMap<string, Outcome>
  read: ReadonlyMap<string, KeptWarning>
}

/**
 * Puts warnings in force that came to stand: each info that a playbook answers as a zone of its own, and what only a headline
 * speaks of, or is in doubt, as a question. Returns the districts that they touch.
 */
export async function enter(
  tx: Tx,
  now: Date,
  lane: string,
  which: readonly EnteringWarning[],
  { books, outcomes, read }: Known,
): Promise<string[]> {
  const outcomeOf = new Map(which.map((m) => [m.id, outcomes.get(m.key)]))
  const further = which.filter((m) => !read.has(m.id)).map((m) => m.id)
  const kept = [
    ...which.flatMap((m) => read.get(m.id) ?? []),
    ...(further.length > 0 ? await warningsByIds(tx, further) : []),
  ]
  for (const k of kept) if (k.unreadable !== null) throw unreadable(k.warning.identifier, k.unreadable)
  const notes = new Map(which.map((m) => [m.id, looseNote(outcomes.get(m.key)?.loose ?? [])]))
  const ours = new Set(kept.flatMap((k) => (k.ours ? [k.id] : [])))
  const like = await playbooksOf(
    tx,
    which.filter((m) => ours.has(m.id)),
  )
  const parts = kept.flatMap((k) => {
    const asked = outcomeOf.get(k.id)?.mute ?? false
    return keptParts(k, books, now, { asked, like: like.get(k.id) ?? [] })
  })
  const partsBy = Map.groupBy(parts, (part) => part.warning)
  // One that a coordinator has decided on stood before, in part: its zones begin anew, and nobody is called twice for that.
  const decided = kept.filter((k) => k.ours !== null).map((k) => ({ warning: k.id, part: null }))
  const left = await endZones(tx, now, decided)
  await saveParts(tx, lane, parts)
  const begun = await begin(
    tx,
    now,
    lane,
    parts.filter((p) => p.state === 'in-force'),
    books,
  )
  const fates = kept.map((k) => {
    const own = (partsBy.get(k.id) ?? []).map((p) => begun.parts.get(keyOf(p)) ?? p)
    return { ...fateOf(k, own, books, outcomeOf.get(k.id)), note: notes.get(k.id) ?? null }
  })
  await saveFates(tx, fates)
  await auditAll(tx, now, ENGINE, {
    district: EVERYWHERE,
    lane,
    act: 'warning.enter',
    each: fates
      .filter((fate) => fate.state === 'in-force')
      .map(({ id, playbook, level, why }) => ({
        subject: id,
        detail: { playbook, level, why, parts: partsBy.get(id)?.length ?? 0 },
      })),
  })
  return [...left, ...begun.districts]
}

/** The playbooks of what messages took the place of, for those of which somebody said that they are the same under another name. */
async function playbooksOf(tx: Tx, messages: readonly EnteringWarning[]): Promise<Map<string, string[]>> {
  const found = await playbooksOfWarnings(
    tx,
    messages.flatMap((m) => m.ended),
  )
  return new Map(messages.map((m) => [m.id, m.ended.flatMap((id) => found.get(id) ?? [])]))
}

function keptParts(
  k: KeptWarning,
  books: readonly Playbook[],
  now: Date,
  { asked, like }: { asked: boolean; like: readonly string[] },
): KeptPart[] {
  return partsOf(k.warning, books, now, k.ours, like).map((part, n) => ({
    warning: k.id,
    n,
    playbook: part.playbook,
    level: part.level,
    area: part.area,
    begins: part.begins,
    expires: part.expires,
    state: part.asked || asked ? 'asked' : part.begins > now ? 'waiting' : 'in-force',
    fault: null,
  }))
}

/** What becomes of a warning that stands or is in doubt, by its parts and by what it would end. */
function fateOf(
  k: Pick<KeptWarning, 'id' | 'ours'>,
  parts: readonly KeptPart[],
  books: readonly Playbook[],
  outcome: Outcome | undefined,
): Fate {
  const nothing = { id: k.id, by: null, asks: null, playbook: null, level: null, note: null }
  if (outcome?.mute) {
    return { ...nothing, state: 'noted', why: outcome.why, by: outcome.by, asks: outcome.asks }
  }
  const sure = parts.filter((p) => p.state !== 'asked' && p.state !== 'declined')
  const asked = parts.some((p) => p.state === 'asked')
  const [first] = sure
  if (!first) {
    if (asked) return { ...nothing, state: 'noted', why: 'asked', asks: 'ours' }
    return { ...nothing, state: 'noted', why: k.ours === false ? 'declined' : 'no-playbook' }
  }
  const levels = levelsOf(books, first.playbook)
  const own = sure.filter((p) => p.playbook === first.playbook).map((p) => p.level)
  const level = levels.findLast((l) => own.includes(l)) ?? first.level
  const open = sure.filter((p) => p.state === 'in-force')
  const faults = open.map((p) => p.fault)
  const lost = open.length > 0 && !faults.includes(null)
  const why =
    open.length === 0 ? 'begins-later' : !lost ? null : faults.every((f) => f === 'no-area') ? 'no-area' : 'no-place'
  const asks = asked ? 'ours' : lost && outcome?.asks !== 'ours' ? 'no-place' : (outcome?.asks ?? null)
  const beside = outcome && outcome.by !== null && asks === outcome.asks ? { why: outcome.why, by: outcome.by } : {}
  return { ...nothing, state: 'in-force', why, asks, playbook: first.playbook, level, ...beside }
}

interface Begun {
  districts: string[]
  /** The parts as they are now, by `keyOf`. */
  parts: Map<string, KeptPart>
}

/** Makes parts zones in the districts that they touch, and says of each whether anybody can be called for it. */
async function begin(
  tx: Tx,
  now: Date,
  lane: string,
  parts: readonly KeptPart[],
  books: readonly Playbook[],
): Promise<Begun> {
  if (parts.length === 0) return { districts: [], parts: new Map() }
  const warnings = [...new Set(parts.map((p) => p.warning))]
  const touched = Map.groupBy(await districtsOf(tx, warnings), (t) => `${t.warning} ${t.area}`)
  const zones = parts.flatMap((p): (ZonePart & { n: number })[] => {
    const book = books.find((b) => b.id === p.playbook)
    const districts = touched.get(`${p.warning} ${p.area}`)?.map((t) => t.district) ?? []
    if (!book || p.area === null || districts.length === 0) return []
    const { playbook, level, warning, n, area } = p
    return [{ playbook, version: book.version, level, warning, part: n, n, area, nearM: nearOf(book), districts }]
  })
  await putInForce(tx, now, lane, zones)
  const districts = [...new Set(zones.flatMap((z) => z.districts))]
  const peopled = await peopledOf(tx, now, lane, zones, districts, books)
  const where = new Map(zones.map((z) => [keyOf({ ...z, n: z.part }), [...z.districts]]))
  const found = parts.map((p): KeptPart & { districts: string[] } => {
    const own = where.get(keyOf(p)) ?? []
    const fault = own.length === 0 ? 'no-area' : peopled.has(keyOf(p)) ? null : 'no-place'
    return { ...p, state: 'in-force', fault, districts: own }
  })
  await savePartStates(tx, found)
  return { districts, parts: new Map(found.map((p) => [keyOf(p), p])) }
}

/** The keys of parts that touch a place of the kinds that their playbooks ask about. */
async function peopledOf(
  tx: Tx,
  now: Date,
  lane: string,
  zones: readonly { warning: string }[],
  districts: readonly string[],
  books: readonly Playbook[],
): Promise<Set<string>> {
  if (zones.length === 0) return new Set()
  const kinds = Object.fromEntries(books.map((b) => [b.id, [...new Set(b.rules.map((r) => r.subject.kind))]]))
  const warnings = [...new Set(zones.map((z) => z.warning))]
  const found = await partsWithPlaces(tx, now, lane, { warnings, districts, kinds })
  return new Set(found.map(({ warning, part }) => keyOf({ warning, n: part })))
}

/**
 * Begins the parts whose time has come, and looks again at those that touched nothing: areas and places may have come in since.
 * Returns the districts touched.
 */
export async function beginParts(
  tx: Tx,
  now: Date,
  lane: string,
  { busy, outcomes }: { busy: boolean; outcomes: ReadonlyMap<string, Outcome> },
): Promise<string[]> {
  const open = await partsOpen(tx, lane)
  const lost = open.filter((p) => p.state === 'in-force' && p.fault !== null)
  const again = busy && lost.length > LOOKED_AT_AGAIN ? [] : lost
  const due = open.filter((p) => p.state === 'waiting' && p.begins <= now)
  if (due.length + again.length === 0) return []
  const books = await playbooks(tx)
  // What touched no place has zones already; they begin anew where it does now.
  const left = await endZones(
    tx,
    now,
    again.map((p) => ({ warning: p.warning, part: p.n })),
  )
  const begun = await begin(tx, now, lane, [...due, ...again], books)
  const changed = new Set(
    [...begun.parts.values()]
      .filter((p) => due.some((d) => keyOf(d) === keyOf(p)) || p.fault === null)
      .map((p) => p.warning),
  )
  const kept = await warningsByIds(tx, [...changed])
  const openBy = Map.groupBy(open, (part) => part.warning)
  await saveFates(
    tx,
    kept.map((k) =>
      fateOf(
        k,
        (openBy.get(k.id) ?? []).map((p) => begun.parts.get(keyOf(p)) ?? p),
        books,
        outcomes.get(messageKey(k.warning)),
      ),
    ),
  )
  return [...left, ...begun.districts]
}

/** Ends all parts of these warnings; returns the districts where they were zones. */
export async function endWarnings(tx: Tx, now: Date, warnings: readonly string[]): Promise<string[]> {
  if (warnings.length === 0) return []
  await overParts(tx, warnings)
  return endZones(
    tx,
    now,
    warnings.map((warning) => ({ warning, part: null })),
  )
}

/** Ends the parts that are past their own end, and the warnings of which nothing is left; returns the districts where they were. */
export async function endParts(tx: Tx, now: Date, lane: string): Promise<string[]> {
  const open = await partsOpen(tx, lane)
  const past = open.filter((p) => p.expires !== null && p.expires <= now)
  if (past.length === 0) return []
  const districts = await endZones(
    tx,
    now,
    past.map((p) => ({ warning: p.warning, part: p.n })),
  )
  await savePartStates(
    tx,
    past.map(({ warning, n }) => ({ warning, n, state: 'over' as const, fault: null, districts: null })),
  )
  const left = new Set(open.filter((p) => !past.includes(p)).map((p) => p.warning))
  const over = [...new Set(past.map((p) => p.warning))].filter((id) => !left.has(id))
  const nothing = { by: null, asks: null, playbook: null, level: null, note: null }
  await saveFates(
    tx,
    over.map((id) => ({ id, state: 'over' as const, why: 'expired' as const, ...nothing })),
  )
  return districts
}

const keyOf = (part: { warning: string; n: number }) => `${part.warning} ${part.n}`
