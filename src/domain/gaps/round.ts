import type { Tx } from '../../db/connect.ts'
import type { OpenCampaign } from './model.ts'
import { BEGINNING } from './reconcile.ts'

/** How far a campaign's requirements are worked out. */
export interface Round {
  /** Places up to this one are done. */
  at: string
  /** What the round is for, and how often the district's places were written when it began. */
  for: string
  ground: string
}

/**
 * The round of a campaign that is to be gone on with: the one that is open, or a new one where none is, or where it was for
 * other zones, another level or other shifts. Places that are written meanwhile let it come to its end first: an import of
 * hours would keep a warning from calling anybody.
 */
export async function roundOf(tx: Tx, { district, id }: OpenCampaign, wanted: string): Promise<Round> {
  const [row] = await tx<{ at: string | null; for: string | null; begun: string | null; ground: string }[]>`
    select round_at as at, round_for as for, round_ground as begun, ${groundOf(tx, district)} as ground
    from campaign where district = ${district} and id = ${id}`
  const { at = null, begun = null, ground = '' } = row ?? {}
  if (at === null || row?.for !== wanted) return { at: BEGINNING, for: wanted, ground }
  return { at, for: wanted, ground: begun ?? '' }
}

/** Keeps how far a round has come. */
export async function saveRound(tx: Tx, { district, id }: OpenCampaign, round: Round): Promise<void> {
  await tx`
    update campaign set round_at = ${round.at}, round_for = ${round.for}, round_ground = ${round.ground}
    where district = ${district} and id = ${id}`
}

/** Ends a round: from now on what is required is known. Returns whether places were written since it began. */
export async function endRound(tx: Tx, now: Date, { district, id }: OpenCampaign, round: Round): Promise<boolean> {
  const [row] = await tx<{ ground: string }[]>`
    update campaign set round_at = null, required_at = ${now}, required_stamp = required_stamp + 1
    where district = ${district} and id = ${id} returning ${groundOf(tx, district)} as ground`
  return row !== undefined && row.ground !== round.ground
}

const groundOf = (tx: Tx, district: string) => tx`
  coalesce((select places_stamp || '.' || areas_stamp from ground where district = ${district}), '')`

/** Whether a round is open: then what the campaign requires is half of one level and half of another. */
export async function isSettling(tx: Tx, { district, id }: OpenCampaign): Promise<boolean> {
  const [row] = await tx<{ open: boolean }[]>`
    select round_at is not null as open from campaign where district = ${district} and id = ${id}`
  return row?.open ?? false
}
