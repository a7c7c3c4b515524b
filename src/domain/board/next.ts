import { HOUR } from '../../base/clock.ts'
import { shorten } from '../../base/input.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import type { GapKind } from '../gaps/model.ts'
import { hazardsShown, type ShownHazard } from '../hazards/read.ts'
import { openAsides } from '../records/aside-store.ts'
import type { AsideReason } from '../records/model.ts'
import type { Why } from '../warnings/explain.ts'
import type { Asks } from '../warnings/model.ts'
import { type AwayWithGaps, awayWithGaps } from './away-with-gaps.ts'
import { type UnheardGroup, unheardIn } from './called-not-heard.ts'
import { hazardsInside } from './hazards.ts'
import { sayingOf } from './lists/records.ts'
import type { CampaignAt } from './model.ts'
import { findNode } from './nodes.ts'
import { type OfferedPlan, openPlans } from './open-plans.ts'
import { campaignsAt, insideOf } from './store.ts'

/** Gaps of one kind in one area that the same act ends: a dam section by itself, or forty households of a village. */
export interface GapGroup {
  campaign: string
  playbook: string
  rule: string
  role: string
  kinds: GapKind[]
  area: string
  areaName: string
  areaNames: Record<string, string>
  placeKind: string
  n: number
  /** Of them, those that nobody holds. */
  nobody: number
  /** People missing, over all of them. */
  missing: number
  risk: number
  since: Date
  starts: Date
  /** When the first of them is due; null: nothing is to be heard of them yet. */
  due: Date | null
  /** The gravest few, for their names and to act on. */
  gaps: { subject: string; place: string; rule: string; starts: Date }[]
}

/** A record that names what the register does not know, until somebody ties it to what is meant or drops it. */
export interface WaitingAside {
  id: string
  kind: string
  why: AsideReason[]
  /** Null where it is what is not known. */
  place: string | null
  teller: string | null
  says: string
  occurredAt: Date
}

/** Warnings of which the same is asked: whether they are ours, whether they end others, what they cancel, why they touch no place. */
export interface AskingWarnings {
  asks: Asks
  n: number
  /** The newest few. */
  newest: {
    id: string
    headlines: Record<string, string>
    identifier: string
    /** What became of it, in a word. */
    why: Why | null
    /** The message that it cancels, as it names it; or those that it would end, which stay in force. */
    by: string | null
    receivedAt: Date
  }[]
}

/** People of a call-out who were not heard of to the end of the ladder, and above whom nobody is left to tell. */
export interface Untold {
  callout: string
  campaign: string
  n: number
  /** One of them by name. */
  name: string
  since: Date
}

/** What wants a decision at a node, the gravest first; the screen of whoever coordinates there. */
export interface Next {
  district: string
  groups: GapGroup[]
  /** There are more gaps than were looked through: the groups are those of the gravest. */
  more: boolean
  /** Those that stand, the gravest first; a few. */
  hazards: ShownHazard[]
  asides: WaitingAside[]
  /** Of the whole lane: a warning belongs to no district. */
  warnings: AskingWarnings[]
  /** Plans that wait for a yes, with what is still to be given of them. */
  proposals: OfferedPlan[]
  untold: Untold[]
  /** Called and not heard of in time, or said no: somebody telephones. */
  unheard: UnheardGroup[]
  away: AwayWithGaps[]
}

/** So many of the gravest gaps are grouped: more groups than these make, nobody reads. */
const LOOKED_THROUGH = 2_000
const GROUPS = 60
const HAZARDS = 10
const ASIDES = 10
const UNKNOWN_MS = 48 * HOUR

/**
 * What to do next at a node, now. Outside a district there are only counts: it is empty there, and the tree leads to the
 * districts. AREA_UNKNOWN, UNIT_UNKNOWN.
 */
export async function readNext(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  request: { tree: 'area' | 'unit'; node?: string | undefined; lane?: string | undefined },
): Promise<Next> {
  const { tree, lane = ACTUAL } = request
  const self = await findNode(tx, tree, request.node ?? null, now)
  const campaigns = await campaignsAt(tx, self.district, lane, now)
  const inside = insideOf(tx, tree, self, now)
  const groups: GapGroup[] = []
  let looked = 0
  for (const c of campaigns) {
    const found = await groupsOf(tx, self.district, c, now, inside)
    groups.push(...found)
    looked = Math.max(
      looked,
      found.reduce((sum, g) => sum + g.n, 0),
    )
  }
  groups.sort((a, b) => b.risk - a.risk || a.since.getTime() - b.since.getTime())
  return {
    district: self.district,
    groups: groups.slice(0, GROUPS),
    more: looked >= LOOKED_THROUGH || groups.length > GROUPS,
    hazards: await hazardsNow(tx, { tree, self, lane, moment: now }),
    asides: self.whole ? await asidesNow(tx, self.district, lane) : [],
    warnings: await warningsAsking(tx, lane, now),
    proposals: await openPlans(tx, now, self, lane),
    untold: self.whole ? await untoldIn(tx, self.district, lane) : [],
    unheard: self.whole ? await unheardIn(tx, now, self.district, lane) : [],
    away: self.whole ? await awayWithGaps(tx, now, self.district, lane, campaigns) : [],
  }
}

/** The gravest gaps of a campaign (index requirement_gaps, and no further than needed), grouped by what ends them. */
async function groupsOf(
  tx: Tx,
  district: string,
  campaign: CampaignAt,
  now: Date,
  inside: Fragment,
): Promise<GapGroup[]> {
  const rows = await tx<GapGroup[]>`
    select ${campaign.id}::uuid as campaign, ${campaign.playbook}::text as playbook, g.*, a.name as "areaName",
      a.names as "areaNames"
    from (
      select g.rule, g.role, g.kinds, g.area, p.kind as "placeKind", count(*)::int as n,
        count(*) filter (where g.held = 0)::int as nobody, sum(g.missing)::int as missing, max(g.risk) as risk, min(g.since) as since, min(g.starts) as starts,
        nullif(min(g.due), 'infinity') as due,
        to_jsonb((array_agg(jsonb_build_object('subject', g.subject, 'place', p.name, 'rule', g.rule, 'starts', g.starts)
          order by g.risk desc, g.since, p.name))[1:20]) as gaps
      from (
        select r.subject, r.rule, r.role, r.area, r.starts, r.due, r.risk, r.held, r.gap_since as since,
          greatest(r.needed - r.held, 0) as missing, array_remove(array[
            case when r.counted & 2 <> 0 then 'unheld' end, case when r.counted & 4 <> 0 then 'late' end], null) as kinds
        from requirement r
        where r.district = ${district} and r.campaign = ${campaign.id} and r.gap_since <= ${now} and r.counted & 6 <> 0 and ${inside}
        order by r.risk desc, r.gap_since, r.subject, r.rule, r.starts limit ${LOOKED_THROUGH}
      ) g join place p on p.district = ${district} and p.id = g.subject
      group by g.rule, g.role, g.kinds, g.area, p.kind
    ) g join area a on a.code = g.area
    order by risk desc, since`
  // Moments inside JSON come as text.
  return rows.map((g) => ({ ...g, gaps: g.gaps.map((one) => ({ ...one, starts: new Date(one.starts) })) }))
}

/** Records kept aside that wait, the latest first, with the names of what is known of them (primary keys). */
async function asidesNow(tx: Tx, district: string, lane: string): Promise<WaitingAside[]> {
  const waiting = await openAsides(tx, district, lane, ASIDES)
  const ids = waiting.flatMap((a) => [a.subject, a.toldBy])
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from place where district = ${district} and id = any(${ids}::uuid[])
    union all select id, name from person where district = ${district} and id = any(${ids}::uuid[])
    union all select id, name from unit where district = ${district} and id = any(${ids}::uuid[])`
  const names = new Map(found.map((f) => [f.id, f.name]))
  return waiting.map(({ id, kind, why, subject, toldBy, body, occurredAt }) => ({
    id,
    kind,
    why,
    place: why.includes('PLACE_UNKNOWN') ? null : (names.get(subject) ?? null),
    teller: why.includes('PERSON_UNKNOWN') ? null : (names.get(toldBy) ?? null),
    says: shorten(sayingOf(body), 200),
    occurredAt,
  }))
}

/**
 * Warnings that ask for a coordinator, by what they ask (index warning_asks): those that may still matter; what would end others
 * matters for as long as those stand. What cancels something unknown is shown for two days: what it means would have come by then.
 */
async function warningsAsking(tx: Tx, lane: string, now: Date): Promise<AskingWarnings[]> {
  const rows = await tx<AskingWarnings[]>`
    select asks, count(*)::int as n, to_jsonb((array_agg(jsonb_build_object('id', id, 'identifier', identifier, 'why', why, 'by', by,
      'headlines', coalesce(parsed -> 'headlines', '{}'), 'receivedAt', received_at) order by received_at desc, id desc))[1:3]) as newest
    from warning
    where lane = ${lane} and asks is not null and state in ('in-force', 'noted') and (expires > ${now} or by is not null)
      and (asks <> 'unknown' or received_at > ${new Date(now.getTime() - UNKNOWN_MS)})
    group by asks order by array_position(array['ours', 'ends', 'no-place', 'unknown'], asks)`
  // Moments inside JSON come as text.
  return rows.map((r) => ({ ...r, newest: r.newest.map((w) => ({ ...w, receivedAt: new Date(w.receivedAt) })) }))
}

/** The gravest hazards that stand at a node (index hazard_standing); none above the districts. */
async function hazardsNow(tx: Tx, at: Parameters<typeof hazardsInside>[1]): Promise<ShownHazard[]> {
  if (at.self.district === '') return []
  const { where: inside } = await hazardsInside(tx, at)
  const where = tx`h.district = ${at.self.district} and ${inside}`
  return hazardsShown(tx, { lane: at.lane, at: null, where, over: false, limit: HAZARDS })
}

/** The call-outs in which somebody is left untold, the latest first (index summons_untold, primary keys). */
async function untoldIn(tx: Tx, district: string, lane: string): Promise<Untold[]> {
  return tx<Untold[]>`
    select s.callout, s.campaign, count(*)::int as n, coalesce(min(p.name), '') as name, min(s.untold_at) as since
    from summons s join campaign c on c.district = s.district and c.id = s.campaign and c.ends = 'infinity'
      left join person p on p.district = s.district and p.id = s.person
    where s.district = ${district} and s.lane = ${lane} and s.untold_at is not null
      and s.acknowledged_at is null and s.stood_down_at is null
    group by s.callout, s.campaign order by since desc, s.callout limit 10`
}
