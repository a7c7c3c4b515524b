import { MINUTE } from '../../base/clock.ts'
import type { Tx } from '../../db/connect.ts'
import type { ActUndoing } from './model.ts'

const UNDOING = (tx: Tx) => tx`
  district, id, act, lane, kind, subject, campaign, acted_at as "actedAt", over_at as "overAt", begun_at as "begunAt",
  begun_by as "begunBy", stage, up_to as "upTo", up_to_person as "upToPerson", total, restored, lost, told, aside,
  ended_at as "endedAt"`

/** What of an undo is known when it begins. */
export type NewActUndoing = Omit<ActUndoing, 'upTo' | 'upToPerson' | 'restored' | 'lost' | 'told' | 'aside' | 'endedAt'>

/** Begins to undo an act in one campaign; false where that was begun before (index undoing_of_act). */
export async function insertUndoing(tx: Tx, u: NewActUndoing): Promise<boolean> {
  const made = await tx`
    insert into undoing (district, id, act, lane, kind, subject, campaign, acted_at, over_at, begun_at, begun_by, stage, total)
    values (${u.district}, ${u.id}, ${u.act}, ${u.lane}, ${u.kind}, ${u.subject}, ${u.campaign}, ${u.actedAt}, ${u.overAt},
      ${u.begunAt}, ${u.begunBy}, ${u.stage}, ${u.total})
    on conflict do nothing`
  return made.count > 0
}

/** Undos that are not done, and those of which something is set aside, begun first first; locked (index undoing_open). */
export async function undoingsOpen(tx: Tx, district: string, lane: string): Promise<ActUndoing[]> {
  return tx<ActUndoing[]>`
    select ${UNDOING(tx)} from undoing
    where district = ${district} and lane = ${lane} and (ended_at is null or aside <> '{}')
    order by begun_at, id for update`
}

/** What was undone of these acts in these districts (index undoing_of_act). */
export async function undoingsOfActs(
  tx: Tx,
  districts: readonly string[],
  acts: readonly string[],
): Promise<ActUndoing[]> {
  return tx<ActUndoing[]>`
    select ${UNDOING(tx)} from undoing
    where district = any(${districts as string[]}::text[]) and act = any(${acts as string[]}::uuid[])`
}

/** Keeps how far an undo is. */
export async function saveUndoing(tx: Tx, u: ActUndoing): Promise<void> {
  await tx`
    update undoing set stage = ${u.stage}, up_to = ${u.upTo}, up_to_person = ${u.upToPerson}, restored = ${u.restored},
      lost = ${u.lost}, told = ${u.told}, aside = ${u.aside}::uuid[], ended_at = ${u.endedAt}
    where district = ${u.district} and id = ${u.id}`
}

/** For how long plans and calls of a campaign wait for an undo at most: nobody is left uncalled because one does not end. */
const HOLDS_MS = 10 * MINUTE

/**
 * Whether an act on a campaign is being undone (index undoing_of_campaign): then what its places lack is about to be there again,
 * and nobody is planned or called for it.
 */
export async function isBeingUndone(
  tx: Tx,
  now: Date,
  { district, id }: { district: string; id: string },
): Promise<boolean> {
  const since = new Date(now.getTime() - HOLDS_MS)
  const [row] = await tx`
    select true from undoing
    where district = ${district} and campaign = ${id} and ended_at is null and begun_at > ${since} limit 1`
  return row !== undefined
}
