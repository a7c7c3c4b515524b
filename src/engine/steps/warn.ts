import { DAY, MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { asideItems, byHalves, setAside, takeBack } from '../../db/set-aside.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { auditAll } from '../../domain/audit/store.ts'
import { ALL } from '../../domain/audit/topics.ts'
import { playbooks } from '../../domain/playbooks/store.ts'
import { BOUNDS } from '../../domain/warnings/bounds.ts'
import { momentOf } from '../../domain/warnings/chains.ts'
import { coversOf } from '../../domain/warnings/covering.ts'
import { beginParts, endParts, endWarnings, enter } from '../../domain/warnings/enter.ts'
import { explain, looseNote, type Outcome } from '../../domain/warnings/explain.ts'
import { askedAmong, partsOpen } from '../../domain/warnings/part-store.ts'
import { type Fate, type KeptMessage, messagesSince, saveFates } from '../../domain/warnings/store.ts'
import { unreadable } from '../../domain/warnings/stored.ts'
import { weigh } from '../../domain/warnings/weigh.ts'
import type { Step } from '../step.ts'

/** Messages older than this no longer bear on new ones, unless they are in force. */
const MEMORY_MS = 60 * DAY
/** How soon a warning that touches no place is looked at again: areas and places may come in after it. */
const AGAIN_MS = 10 * MINUTE

/**
 * Which warnings stand now. The set in force follows from the messages alone, whatever order they came in; what entered
 * it becomes zones of campaigns in the districts it touches, what left it ends its zones, the rest is left alone. A message
 * that cannot be acted on is set aside, and the others go on.
 */
export const warnStep: Step = {
  name: 'warn',
  async run(tx, { lane, now }) {
    const since = new Date(now.getTime() - MEMORY_MS)
    const kept = await messagesSince(tx, lane, since)
    const { messages, read } = await weigh(tx, now, kept)
    const bearing = messages.filter((m) => isBearing(m, since))
    const outcomes = explain(bearing, now, await coversOf(tx, bearing))
    const districts = new Set<string>()
    const note = (more: readonly string[]) => {
      for (const district of more) districts.add(district)
    }
    const gone = messages.filter((m) => m.state === 'in-force' && !outcomes.get(m.key)?.stands)
    note(await leave(tx, now, lane, gone, outcomes))
    note(await endParts(tx, now, lane))

    const again = await takenBack(tx, lane, messages, outcomes)
    const fresh = messages.filter((m) => m.state === 'received' || again.has(m.id))
    const isFresh = new Set(fresh.map((m) => m.id))
    // What was in doubt may have become clear: what it would end is over, or the register knows its area now.
    const cleared = messages.filter((m) => {
      return m.state === 'noted' && !m.settled && m.doubt !== null && outcomes.get(m.key)?.stands
    })
    const tooMany = fresh.filter((m) => outcomes.get(m.key)?.why === 'too-many')
    const entering = [...fresh.filter((m) => isEntering(outcomes.get(m.key))), ...cleared]
    const lost = fresh.filter((m) => m.unreadable !== null && outcomes.get(m.key)?.mute && !entering.includes(m))
    const other = fresh.filter((m) => {
      return !isEntering(outcomes.get(m.key)) && !lost.includes(m) && !tooMany.includes(m)
    })
    const inDoubt = messages.filter((m) => m.state === 'in-force' && m.asks === 'ours')
    const asking = await askedAmong(
      tx,
      inDoubt.map((m) => m.id),
    )
    await saveFates(tx, [
      ...other.map((m) => noted(m, outcomes.get(m.key))),
      ...messages.flatMap((m) => (isFresh.has(m.id) ? [] : restated(m, outcomes.get(m.key), asking))),
    ])
    const books = entering.length > 0 ? await playbooks(tx) : []
    const ended = Map.groupBy(messages, (m) => outcomes.get(m.key)?.ender)
    const which = entering.map((m) => ({ ...m, ended: (ended.get(m.key) ?? []).map((o) => o.id) }))
    const failed = await byHalves(tx, which, async (inner, some) => {
      note(await enter(inner, now, lane, some, { books, outcomes, read }))
    })
    await putAside(tx, now, lane, [
      ...failed,
      ...lost.map((item) => ({ item, error: errorOf(item) })),
      ...tooMany.map((item) => ({ item, error: chainTooLong(item), why: 'too-many' as const })),
    ])
    await putUnreadableAside(tx, now, lane, messages)
    note(await beginParts(tx, now, lane, { busy: fresh.length > 0, outcomes }))

    await askAll(tx, lane, [...districts], 'require', now)
    if (fresh.length + gone.length > 0) await noteChange(tx, lane, [ALL, ...districts], 'warnings')
    if (fresh.length > 0) await ask(tx, lane, EVERYWHERE, 'index', now)
    return { next: await nextOf(tx, now, lane) }
  },
}

/**
 * Whether it may change what stands: it was sent lately, or received lately by a clock that is ahead; it stands, though it begins in
 * years; or somebody has just decided on it, however long that took.
 */
function isBearing(m: KeptMessage, since: Date): boolean {
  const isDecided = m.state === 'received' && (m.ours !== null || m.ends !== null)
  return momentOf(m) > since.getTime() || m.state === 'in-force' || isDecided
}

const chainTooLong = (m: KeptMessage) =>
  new MusterError('WARNING_CHAIN_LONG', { warning: m.identifier, most: BOUNDS.chain })

const itemOf = (m: KeptMessage) => `warning ${m.id}`

/**
 * The messages that were set aside and are looked at again: those that somebody has taken back, and those that would not stand
 * any more, which are taken back here.
 */
async function takenBack(
  tx: Tx,
  lane: string,
  messages: readonly KeptMessage[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<Set<string>> {
  const aside = messages.filter((m) => m.state === 'set-aside')
  if (aside.length === 0) return new Set()
  const held = await asideItems(tx, EVERYWHERE, { lane, step: 'warn' })
  const over = aside.filter(
    (m) => held.has(itemOf(m)) && !outcomes.get(m.key)?.stands && outcomes.get(m.key)?.why !== 'too-many',
  )
  await takeBack(
    tx,
    lane,
    EVERYWHERE,
    over.map((m) => ({ step: 'warn', item: itemOf(m) })),
  )
  return new Set([...aside.filter((m) => !held.has(itemOf(m))), ...over].map((m) => m.id))
}

/** Ends what is no longer in force; returns the districts where it was. */
async function leave(
  tx: Tx,
  now: Date,
  lane: string,
  gone: readonly KeptMessage[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<string[]> {
  if (gone.length === 0) return []
  // One that is in doubt only now, for what it would end came after it, waits as a question.
  const fates = gone.map((m): Fate => {
    const fate = noted(m, outcomes.get(m.key))
    return outcomes.get(m.key)?.mute ? fate : { ...fate, state: 'over', asks: null }
  })
  const left = await endWarnings(
    tx,
    now,
    gone.map((m) => m.id),
  )
  await saveFates(tx, fates)
  await auditAll(tx, now, ENGINE, {
    district: EVERYWHERE,
    lane,
    act: 'warning.over',
    each: fates.map(({ id, why, by }) => ({ subject: id, detail: { why, by } })),
  })
  return left
}

/** It is put in force, or what it asks is kept as a question. */
function isEntering(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && (outcome.stands || (outcome.mute && outcome.asks === 'ours'))
}

/**
 * What was noted, or asked of what is in force, may mean something else since: a Cancel finds its Alert, a question is overtaken, what
 * a message would end comes or goes. `asking` have parts that wait for a yes by themselves.
 */
function restated(m: KeptMessage, outcome: Outcome | undefined, asking: ReadonlySet<string>): Fate[] {
  // Of the same reason nothing is asked again: somebody has seen it.
  if (!outcome || m.settled || (outcome.why === m.why && outcome.by === m.by)) return []
  if (m.state === 'noted' && !outcome.stands) return [noted(m, outcome)]
  const beside = m.asks === 'ends' || BESIDE.has(m.why) || (m.asks === null && outcome.asks !== null)
  if (m.state !== 'in-force' || !outcome.stands || !beside) return []
  const asks = outcome.asks ?? (asking.has(m.id) ? 'ours' : null)
  return [{ ...noted(m, outcome), state: 'in-force', asks }]
}

/** Why what it would end stands beside what is in force. */
const BESIDE: ReadonlySet<Fate['why']> = new Set(['in-part', 'part-in-doubt', 'other-playbook'])

/** What becomes of a message that does not stand. One too old to be weighed is not in `outcomes`. */
function noted(m: KeptMessage, outcome: Outcome | undefined): Fate {
  const { why, by, asks, loose } = outcome ?? { why: 'too-old' as const, by: null, asks: null, loose: [] }
  return {
    id: m.id,
    state: 'noted',
    why,
    by,
    asks,
    playbook: null,
    level: null,
    note: looseNote(m.why === why ? [] : loose),
  }
}

async function putAside(
  tx: Tx,
  now: Date,
  lane: string,
  failed: readonly { item: KeptMessage; error: unknown; why?: Fate['why'] }[],
): Promise<void> {
  await setAside(
    tx,
    now,
    { lane, step: 'warn' },
    failed.map(({ item, error }) => ({ district: EVERYWHERE, item: itemOf(item), error })),
  )
  const nothing = { asks: null, playbook: null, level: null, note: null }
  const reason = (error: unknown) =>
    (error instanceof Error ? error.message : String(error)).slice(0, 300).toWellFormed()
  await saveFates(
    tx,
    failed.map(({ item, error, why = 'failed' }) => ({
      id: item.id,
      state: 'set-aside',
      why,
      by: reason(error),
      ...nothing,
    })),
  )
}

const errorOf = (m: KeptMessage) => unreadable(m.identifier, m.unreadable ?? '')

/**
 * Shows the messages of which what was kept cannot be read, each once. What can be read of them counts still: the step goes on, and
 * what such a message would begin is set aside by `enter`.
 */
async function putUnreadableAside(tx: Tx, now: Date, lane: string, messages: readonly KeptMessage[]): Promise<void> {
  const found = messages.filter((m) => m.unreadable !== null)
  if (found.length === 0) return
  const held = await asideItems(tx, EVERYWHERE, { lane, step: 'warn' })
  await setAside(
    tx,
    now,
    { lane, step: 'warn' },
    found
      .filter((m) => !held.has(itemOf(m)))
      .map((m) => ({ district: EVERYWHERE, item: itemOf(m), error: errorOf(m) })),
  )
}

/** When a part begins or ends next, or one that touches nothing is looked at again. */
async function nextOf(tx: Tx, now: Date, lane: string): Promise<Date | null> {
  const moments = (await partsOpen(tx, lane)).flatMap((part) => [
    ...(part.state === 'waiting' ? [part.begins] : []),
    ...(part.expires === null ? [] : [part.expires]),
    ...(part.fault === null ? [] : [new Date(now.getTime() + AGAIN_MS)]),
  ])
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null
}
