import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { KnownOfMessage, Message } from './chains.ts'
import type { Why } from './explain.ts'
import { type Asks, keyOf, type State, type Warning } from './model.ts'
import { sayWhy } from './say-why.ts'
import { COLUMNS, MOMENT, readStored, storedReferences, type WarningColumns } from './stored.ts'

/** A warning as it is kept: what was read, and what became of it. */
export interface KeptWarning {
  id: string
  lane: string
  state: State
  /** `why` and `by` as a sentence. */
  reason: string | null
  why: Why | null
  by: string | null
  asks: Asks | null
  /** What a coordinator said of one that is in doubt: put it in force, or it is not ours; null: nothing yet. */
  ours: boolean | null
  /** What a coordinator said of what it refers to: it is over, or it stays; null: nothing yet. */
  ends: boolean | null
  source: string
  receivedAt: Date
  /** Of its parts in force, or that were: the playbook of the first, and the highest level of that. */
  playbook: string | null
  level: string | null
  codes: string[]
  warning: Warning
  /** Why `warning` is made of the columns alone: what was kept cannot be read. */
  unreadable: string | null
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

type Row = Omit<KeptWarning, 'warning' | 'unreadable'> & WarningColumns & { parsed: unknown }

const KEPT = (tx: Tx) => tx`
  w.id, w.lane, w.state, w.reason, w.why, w.by, w.asks, w.ours, w.ends, w.source, w.received_at as "receivedAt", w.playbook, w.level, w.codes,
  ${COLUMNS(tx)}`

const kept = (row: Row): KeptWarning => {
  const { sender, identifier, sent, status, msgType, scope, expires, clear, parsed, ...rest } = row
  return { ...rest, ...readStored(row) }
}

/** A message as the step `warn` weighs it: without what it says. */
export interface KeptMessage extends Omit<Message, keyof KnownOfMessage>, KnownOfMessage {
  id: string
  key: string
  state: State
  why: Why | null
  by: string | null
  asks: Asks | null
  /** What of it cannot be read as it was kept; null: nothing. */
  unreadable: string | null
}

const MESSAGE = (tx: Tx) => tx`
  w.id, w.sender, w.identifier, w.sent, w.status, w.msg_type as "msgType", w.scope, w.clear, nullif(w.expires, 'infinity') as expires,
  w.refs, w.state, w.why, w.by, w.asks, w.received_at as "receivedAt", w.doubt, w.ours, w.ends`

/** Of what is noted, what becomes of these may change still. */
const OPEN_WHYS: ReadonlySet<Why | null> = new Set(['unknown'])

/**
 * The messages that may bear on one another still: those sent lately, or received lately where their clock is ahead (index
 * warning_by_time); all in force, whenever they begin; and all not yet decided on (index warning_open). Our own Cancels that were
 * withdrawn bear on nothing.
 */
export async function messagesSince(tx: Tx, lane: string, since: Date): Promise<KeptMessage[]> {
  const found = await tx<
    (Omit<KeptMessage, 'key' | 'references' | 'endedBy' | 'settled' | 'unreadable'> & { refs: unknown })[]
  >`
    select ${MESSAGE(tx)} from warning w
    where w.lane = ${lane} and ${MOMENT(tx)} > ${since} and w.why is distinct from 'withdrawn'
    union all
    select ${MESSAGE(tx)} from warning w
    where w.lane = ${lane} and w.state in ('in-force', 'received', 'set-aside') and ${MOMENT(tx)} <= ${since}
    order by sent, id`
  return found.map(({ refs, ...m }) => {
    const endedBy = m.state !== 'in-force' && ENDED.has(m.why) ? m.by : null
    return { ...m, key: keyOf(m), ...storedReferences(refs), endedBy, settled: isSettled(m) }
  })
}

const ENDED: ReadonlySet<Why | null> = new Set(['superseded', 'cancelled', 'cleared'])

function isSettled({
  state,
  why,
  asks,
  doubt,
  ours,
  ends,
}: Pick<KeptMessage, 'state' | 'why' | 'asks' | 'doubt' | 'ours' | 'ends'>) {
  if (state === 'over') return true
  const undecided = doubt !== null && ours === null && ends === null && !ENDED.has(why)
  return state === 'noted' && asks === null && !OPEN_WHYS.has(why) && !undecided
}

export async function warningById(tx: Tx, id: string): Promise<KeptWarning | null> {
  const [row] = await tx<Row[]>`select ${KEPT(tx)} from warning w where id = ${id}`
  return row ? kept(row) : null
}

/** A warning by its id, or by its identifier: the one that stands where others that had it are over, none if two stand. */
export async function warningNamed(tx: Tx, key: string): Promise<KeptWarning | null> {
  if (UUID.test(key)) return warningById(tx, key)
  const found = await tx<Row[]>`
    select ${KEPT(tx)} from warning w where identifier = ${key}
    order by state in ('received', 'in-force') desc, ${MOMENT(tx)} desc limit 2`
  const [first, second] = found.map(kept)
  return second?.state === 'received' || second?.state === 'in-force' ? null : (first ?? null)
}

export async function warningsByIds(tx: Tx, ids: readonly string[]): Promise<KeptWarning[]> {
  const found = await tx<Row[]>`select ${KEPT(tx)} from warning w where id = any(${[...ids]}::uuid[])`
  return found.map(kept)
}

/** Warnings of a lane, newest first, from after a key on (index warning_by_time). */
export async function warningsPage(
  tx: Tx,
  lane: string,
  after: { moment: string; id: string } | null,
  limit: number,
): Promise<KeptWarning[]> {
  const found = await tx<Row[]>`
    select ${KEPT(tx)} from warning w
    where w.lane = ${lane} ${after ? tx`and (${MOMENT(tx)}, w.id) < (${after.moment}::timestamptz, ${after.id}::uuid)` : tx``}
    order by ${MOMENT(tx)} desc, w.id desc limit ${limit}`
  return found.map(kept)
}

/** All shapes of a warning as one (GeoJSON), and the box around it; null where it has none. */
export async function shapeOf(tx: Tx, id: string): Promise<{ shape: Warning['area']; box: number[] } | null> {
  const [row] = await tx<{ shape: Warning['area']; box: number[] }[]>`
    select st_asgeojson(st_multi(st_collectionextract(st_collect(shape), 3)))::json as shape,
      array[st_xmin(st_extent(shape)), st_ymin(st_extent(shape)), st_xmax(st_extent(shape)), st_ymax(st_extent(shape))] as box
    from warning_area where warning = ${id} and shape is not null having count(*) > 0`
  return row ?? null
}

/** What became of one warning. */
export interface Fate {
  id: string
  state: State
  why: Why | null
  by: string | null
  asks: Asks | null
  /** Null: as it was. */
  playbook: string | null
  level: string | null
  /** What is added to its notes. */
  note: string | null
}

/** Saves what became of warnings: in force under a playbook and level, over, or noted because they call nobody. */
export async function saveFates(tx: Tx, fates: readonly Fate[]): Promise<void> {
  if (fates.length === 0) return
  const list = fates.map(({ note, ...fate }) => {
    return { ...fate, reason: sayWhy(fate.why, fate.by), note: note && JSON.stringify(note) }
  })
  await tx`
    update warning w set state = t.state, reason = t.reason, why = t.why, by = t.by, asks = t.asks,
      playbook = coalesce(t.playbook, w.playbook), level = coalesce(t.level, w.level),
      parsed = case when t.note is null or jsonb_typeof(w.parsed) <> 'object' then w.parsed
        else jsonb_set(w.parsed, '{notes}', coalesce(w.parsed -> 'notes', '[]') || t.note::jsonb) end
    from ${rows(tx, list, {
      id: 'uuid',
      state: 'text',
      reason: 'text',
      why: 'text',
      by: 'text',
      asks: 'text',
      playbook: 'text',
      level: 'text',
      note: 'text',
    })} where w.id = t.id`
}

/** Ends a warning that stands, or is still to be looked at; null if it does not. Of two who end it at once, one does. */
export async function endStanding(tx: Tx, id: string, reason: string): Promise<KeptWarning | null> {
  const [row] = await tx<Row[]>`
    update warning w set state = 'over', why = 'by-hand', by = ${reason}, reason = ${sayWhy('by-hand', reason)}, asks = null
    where id = ${id} and state in ('received', 'in-force', 'set-aside') returning ${KEPT(tx)}`
  return row ? kept(row) : null
}

/** What a coordinator says to what a warning asks. */
export interface WarningDecision {
  /** Put it in force; where it is asked whether it ends others, it does. */
  ours: boolean
  /** It is not ours, and what it refers to is over. */
  ends: boolean
}

/**
 * Notes what a coordinator said of a warning; null where nothing is asked of it. What is decided whether it is ours, or ends others,
 * is looked at again by the engine; anything else has been seen, and that is all.
 */
export async function saveDecision(tx: Tx, id: string, { ours, ends }: WarningDecision): Promise<KeptWarning | null> {
  const [row] = await tx<Row[]>`
    update warning w set asks = null,
      ours = case when asks = 'ours' then ${ours} else ours end,
      ends = case when asks = 'ends' then ${ours || ends} when asks = 'ours' and ${ends && !ours} then true else ends end,
      state = case when asks = 'ours' or (asks = 'ends' and state = 'noted') then 'received' else state end
    where id = ${id} and asks is not null returning ${KEPT(tx)}`
  return row ? kept(row) : null
}
