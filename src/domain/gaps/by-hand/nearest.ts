import { MusterError } from '../../../base/errors.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { weighed } from '../../duties/store.ts'
import { absentIn } from '../../people/absences.ts'
import { peopleInTeams } from '../../people/store.ts'
import type { UnservedReason } from '../../planner/model.ts'
import type { Rule } from '../../playbooks/model.ts'
import { weigh } from '../../playbooks/weigh.ts'
import type { OpenCampaign } from '../model.ts'
import { neededIn, tiedUp } from '../window-problem.ts'
import { inForce } from './campaign.ts'
import type { GapKey } from './model.ts'

/**
 * Somebody who could take a gap. `load`: duties of that role carried at that time already, by what their places count.
 * `ratherNot`: would rather not be called on then.
 */
export interface Free {
  person: string
  name: string
  unit: { id: string; name: string } | null
  distanceM: number
  load: number
  ratherNot: boolean
}

export interface NearestRequest extends GapKey {
  lane: string
  /** Where the same place is asked for by several campaigns. */
  campaign?: string | undefined
  limit: number
}

/** The requirement that is asked about, where it lies. */
interface Asked {
  campaign: string
  starts: Date
  ends: Date | null
  lon: number
  lat: number
  people: number | null
  lengthM: number | null
}

/** Metres of a degree of latitude. */
const DEGREE_M = 111_195

/**
 * The people who are free for a gap and may take it under its rule, nearest first: what the planner would choose from,
 * found without looking at everybody (index person_by_home, by distance; duty_by_holder for each). Where there is nobody,
 * why. GAP_FILLED when nothing of the kind is required.
 */
export async function readNearest(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  district: string,
  request: NearestRequest,
): Promise<{ items: Free[]; none: UnservedReason | null }> {
  const asked = await askedFor(tx, now, district, request)
  if (!asked) throw new MusterError('GAP_FILLED')
  const { campaign, rules } = await inForce(tx, viewer, district, asked.campaign)
  const rule = rules.find((r) => r.id === request.rule)
  if (!rule) throw new MusterError('GAP_FILLED')
  const inTeams = await peopleInTeams(tx, district, now)
  const absent = await absentIn(tx, district, ...neededIn(asked.starts, asked.ends))
  const away = [...absent].flatMap(([person, kind]) => (kind === 'away' ? [person] : []))
  const terms = termsOf(tx, now, campaign, rule, request.subject, asked, { inTeams: [...inTeams], away })
  const found = await nearestFree(tx, terms, request.limit)
  return {
    items: (await withUnits(tx, now, district, found)).map((each) => ({
      ...each,
      ratherNot: absent.get(each.person) === 'rather-not',
    })),
    none: found.length > 0 ? null : await whyNobody(tx, terms),
  }
}

async function askedFor(tx: Tx, now: Date, district: string, request: NearestRequest): Promise<Asked | undefined> {
  const { subject, rule, starts, lane, campaign = null } = request
  const [row] = await tx<Asked[]>`
    select r.campaign, greatest(r.starts, ${now}) as starts, nullif(r.ends, 'infinity') as ends, st_x(o.at) as lon,
      st_y(o.at) as lat, p.people, p.to_m - p.from_m as "lengthM"
    from requirement r join campaign c on c.district = r.district and c.id = r.campaign and c.lane = ${lane}
        and c.ends = 'infinity'
      join place p on p.district = r.district and p.id = r.subject,
      lateral (select case when geometrytype(p.geom) = 'POINT' then p.geom else st_pointonsurface(p.geom) end as at) o
    where r.district = ${district} and r.subject = ${subject} and r.rule = ${rule} and r.starts = ${starts}
      and r.ends > greatest(r.starts, ${now}) and (${campaign}::uuid is null or r.campaign = ${campaign}::uuid)
    order by r.ends desc limit 1`
  return row
}

/** Conditions on a person `p`, and where they are wanted. */
interface Terms {
  at: Fragment
  lat: number
  /** In the district, and of the kinds and skills that the rule asks for. */
  qualified: Fragment
  near: Fragment
  /** Not away nor there already, has not declined, and carries less than the rule allows. */
  free: Fragment
  load: Fragment
}

/**
 * Each condition is asked of one person after another, the nearest first, until there are enough: so they are written as
 * values and not as `exists`, which the planner turns into joins over everybody.
 */
function termsOf(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rule: Rule,
  subject: string,
  asked: Asked,
  { inTeams, away }: { inTeams: string[]; away: string[] },
): Terms {
  const { district, lane } = campaign
  const { kinds, skills, withinM, atMost } = rule.holders
  const { from, to } = tiedUp(rule, asked.starts, asked.ends, now)
  const at = tx`st_setsrid(st_point(${asked.lon}, ${asked.lat}), 4326)`
  const load = tx`
    (select coalesce(${rule.weight ? weighed(tx, rule.weight) : tx`count(*)`}, 0)::int
    from duty d ${rule.weight ? tx`join place q on q.district = d.district and q.id = d.subject` : tx``}
    where d.district = ${district} and d.holder = p.id and d.ends > greatest(d.starts, ${from})
      and d.starts < ${to} and d.role = ${rule.role} and d.lane in ('actual', ${lane}))`
  return {
    at,
    lat: asked.lat,
    load,
    qualified: tx`
      p.district = ${district} and p.home is not null and p.left_at > ${now} and p.skills @> ${skills}::text[]
      and (select true from membership m where m.district = ${district} and m.person = p.id and m.starts <= ${now}
        and m.ends > ${now} ${kinds.length > 0 ? tx`and m.kind = any(${kinds}::text[])` : tx``} limit 1)
      and p.id <> all(${inTeams}::uuid[])`,
    near: withinM === null ? tx`true` : within(tx, at, asked.lat, withinM),
    free: tx`
      p.id <> all(${away}::uuid[]) and ${load} + ${weigh(rule, asked)} <= ${atMost}
      and (select true from duty d where d.district = ${district} and d.holder = p.id
        and d.ends > greatest(d.starts, ${asked.starts}) and d.subject = ${subject} and d.role = ${rule.role} and d.lane in ('actual', ${lane}) limit 1) is null
      and (select true from summons s where s.district = ${district} and s.person = p.id
        and s.campaign = ${campaign.id} and s.declined_at is not null
        and (s.accepted_at is null or s.accepted_at < s.declined_at) limit 1) is null`,
  }
}

/** Within so many metres, by a box that the index knows and then exactly. */
function within(tx: Tx, at: Fragment, lat: number, metres: number): Fragment {
  const north = metres / DEGREE_M
  const east = north / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  return tx`p.home && st_expand(${at}, ${east}, ${north}) and st_distancesphere(p.home, ${at}) <= ${metres}`
}

type Found = Omit<Free, 'unit' | 'ratherNot'>

/**
 * The index goes by degrees, of which one to the east is shorter than one to the north: the farthest that it finds may be
 * farther than somebody whom it did not reach. So those are looked at too who lie beyond it in degrees and before it in
 * metres, which are few.
 */
async function nearestFree(tx: Tx, t: Terms, limit: number): Promise<Found[]> {
  const columns = tx`p.id as person, p.name, st_distancesphere(p.home, ${t.at}) as "distanceM", ${t.load} as load`
  const first = await tx<(Found & { degrees: number })[]>`
    select ${columns}, p.home <-> ${t.at} as degrees from person p where ${t.qualified} and ${t.near} and ${t.free}
    order by p.home <-> ${t.at} limit ${limit}`
  const reached = first.map(({ degrees: _, ...found }) => found)
  if (first.length < limit) return reached.sort(nearer)
  const farthest = Math.max(...first.map((f) => f.distanceM))
  const passed = await tx<Found[]>`
    select ${columns} from person p
    where ${t.qualified} and ${within(tx, t.at, t.lat, farthest)} and st_distancesphere(p.home, ${t.at}) < ${farthest}
      and p.home <-> ${t.at} > ${Math.max(...first.map((f) => f.degrees))} and ${t.free}
    order by st_distancesphere(p.home, ${t.at}), p.id limit ${limit}`
  return [...reached, ...passed].sort(nearer).slice(0, limit)
}

function nearer(a: Found, b: Found): number {
  return a.distanceM - b.distanceM || (a.person < b.person ? -1 : 1)
}

/** The first of the planner's reasons that is true, so that people mend the right thing. */
async function whyNobody(tx: Tx, t: Terms): Promise<UnservedReason> {
  const [row] = await tx<{ qualified: boolean; near: boolean }[]>`
    select exists (select from person p where ${t.qualified}) as qualified,
      exists (select from person p where ${t.qualified} and ${t.near}) as near`
  if (!row?.qualified) return 'nobody-qualified'
  return row.near ? 'no-capacity-left' : 'nobody-within-reach'
}

async function withUnits(tx: Tx, now: Date, district: string, found: Found[]): Promise<Omit<Free, 'ratherNot'>[]> {
  const rows = await tx<{ person: string; id: string; name: string }[]>`
    select distinct on (m.person) m.person, u.id, u.name
    from membership m join unit u on u.district = m.district and u.id = m.unit
    where m.district = ${district} and m.person = any(${found.map((f) => f.person)}::uuid[]) and m.starts <= ${now}
      and m.ends > ${now}
    order by m.person, m.starts, u.code`
  const units = new Map(rows.map(({ person, ...unit }) => [person, unit]))
  return found.map((f) => ({ ...f, distanceM: Math.round(f.distanceM), unit: units.get(f.person) ?? null }))
}
