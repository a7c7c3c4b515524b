import type { Fragment, Reading, Tx } from '../../db/connect.ts'
import type { OpenCampaign } from './model.ts'

/** A requirement that too few hold, where it lies, for the planner. */
export interface Opening {
  subject: string
  rule: string
  /** When the requirement begins, by which a list names it; and from when somebody is missing: that, or now. */
  begins: Date
  starts: Date
  ends: Date | null
  missing: number
  risk: number
  lon: number
  lat: number
  /** The unit that answers for the area it lies in; null: none does. */
  unit: string | null
  /** People who live there, and its length in metres, where known. */
  people: number | null
  lengthM: number | null
}

/** Which openings are asked for: of these rules, and among them what `which` picks, a condition on `r` (by subject: the primary key). */
export interface OpeningsSought {
  rules: readonly string[]
  which?: ((tx: Tx) => Fragment) | undefined
}

/** Openings read in one transaction: some tenths of a second. */
const AT_ONCE = 10_000

/** What too few hold in a campaign, now or in a shift to come (index requirement_gaps). */
export async function openings(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  sought: OpeningsSought,
): Promise<Opening[]> {
  const all: Opening[] = []
  for (let last: Opening | undefined; ; ) {
    const after = last
    const piece = await read((tx) => openingsAfter(tx, now, campaign, sought, after))
    for (const opening of piece) all.push(opening)
    last = piece.at(-1)
    if (piece.length < AT_ONCE) return all
  }
}

function openingsAfter(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  { rules, which = () => tx`true` }: OpeningsSought,
  last: Opening | undefined,
): Promise<Opening[]> {
  const after = last ? tx`and (r.rule, r.starts, r.subject) > (${last.rule}, ${last.begins}, ${last.subject})` : tx``
  return tx<Opening[]>`
    select r.subject, r.rule, r.starts as begins, greatest(r.starts, ${now}) as starts, nullif(r.ends, 'infinity') as ends,
      r.needed - r.held as missing, r.risk, st_x(c.at) as lon, st_y(c.at) as lat,
      r.unit, p.people, p.to_m - p.from_m as "lengthM"
    from (
      select * from requirement r
      where r.district = ${campaign.district} and r.campaign = ${campaign.id} and r.gap_since is not null
        and r.held < r.needed and r.ends > greatest(r.starts, ${now}) and r.rule = any(${rules as string[]}) and ${which(tx)}
        ${after}
      order by r.rule, r.starts, r.subject limit ${AT_ONCE}) r
      join place p on p.district = r.district and p.id = r.subject,
      lateral (select case when geometrytype(p.geom) = 'POINT' then p.geom else st_pointonsurface(p.geom) end as at) c
    order by r.rule, r.starts, r.subject`
}

/** Who already holds a role at one of these places: the planner must not give it to them again. */
export async function holdersAt(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  role: string,
  subjects: string[],
): Promise<{ place: string; holder: string }[]> {
  return tx<{ place: string; holder: string }[]>`
    select distinct subject as place, holder from duty
    where district = ${campaign.district} and role = ${role} and subject = any(${subjects}::uuid[]) and ends > greatest(starts, ${now})
      and lane in ('actual', ${campaign.lane})`
}
