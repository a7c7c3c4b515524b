import type { Tx } from '../../db/connect.ts'
import type { KeptAct } from './find-act.ts'

/** A duty that was given by hand, as it is tied to the act that gave it. */
interface GivenDuty {
  id: string
  at: Date
  by: string
  lane: string
  holder: string
  campaign: string | null
  lasts: boolean
}

/**
 * The duties that acts of giving by hand gave, by act: recorded at its moment by who did it, for the campaign, the holder or under the
 * id that the act names. None where two acts of one moment cannot be told apart, as in an exercise whose clock stands (duty_by_time).
 */
export async function dutiesGivenBy(
  tx: Tx,
  now: Date,
  district: string,
  acts: readonly KeptAct[],
): Promise<Map<string, GivenDuty[]>> {
  if (acts.length === 0) return new Map()
  const moments = [...new Set(acts.map((a) => a.at.toISOString()))]
  const found = await tx<GivenDuty[]>`
    select id, recorded_at as at, recorded_by as by, lane, holder, campaign, ends > greatest(starts, ${now}) as lasts from duty
    where district = ${district} and recorded_at = any(${moments}::text[]::timestamptz[]) and proposal is null`
  return new Map(
    acts.map((act) => {
      const own = found.filter((d) => isGivenBy(d, act))
      return [act.id, own.length === (Number(act.detail.given) || 1) ? own : []]
    }),
  )
}

function isGivenBy(d: GivenDuty, { at, actor, lane, subject, detail }: KeptAct): boolean {
  if (d.at.getTime() !== at.getTime() || d.by !== actor || d.lane !== lane) return false
  if (typeof detail.subject === 'string') return d.id === subject
  if (typeof detail.holder === 'string') return d.holder === detail.holder
  return d.campaign !== null && d.campaign === subject
}
