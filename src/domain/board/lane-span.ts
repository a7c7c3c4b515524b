import { DAY } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { ExerciseState } from '../audit/exercise-states.ts'
import { exerciseOf } from '../audit/exercises.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { EXERCISE } from '../warnings/actions.ts'
import { MOMENT } from '../warnings/stored.ts'

/** A moment worth jumping to: what the time slider marks. */
export interface Mark {
  at: Date
  kind: 'warning' | 'campaign' | 'level' | 'end' | 'callout' | 'hazard'
  district: string | null
  /** The warning, campaign, call-out or record itself. */
  id: string
  playbook: string | null
  level: string | null
  /** A hazard's code; null for the other kinds. */
  hazard: string | null
  /** How many were called. */
  n: number | null
  /** Words of the source itself, by language. */
  says: Record<string, string>
}

/** How far a lane's time reaches, where its clock stands, and what happened in it. */
export interface LaneSpan {
  lane: string
  from: Date
  to: Date
  now: Date
  /** `live`: it goes by the wall. */
  state: ExerciseState | 'live'
  marks: Mark[]
}

/** What there is to see of a lane in which nothing has happened yet. */
const BACK_MS = 30 * DAY
/** Marks of each kind: those of a slider, not of a list. */
const MARKS = 40
const CAMPAIGNS = 20

/**
 * A lane's span of time with its marks, oldest first. An exercise reaches from its beginning to where its clock is; real
 * life from its first campaign, or a month back where there was none. LANE_UNKNOWN.
 */
export async function readLaneSpan(tx: Tx, _viewer: Viewer, lane: string, wall: Date): Promise<LaneSpan> {
  const exercise = lane === ACTUAL ? null : await exerciseOf(tx, lane)
  const campaigns = await newestCampaigns(tx, lane)
  if (!exercise && campaigns.length === 0 && lane !== ACTUAL && lane !== EXERCISE) {
    throw new MusterError('LANE_UNKNOWN', { lane })
  }
  const now = exercise?.at ?? wall
  const marks = await marksOf(tx, lane, campaigns)
  const from = exercise?.from ?? (await firstCampaign(tx, lane)) ?? new Date(wall.getTime() - BACK_MS)
  return { lane, from, to: exercise?.to ?? now, now, state: exercise?.state ?? 'live', marks }
}

/** A campaign of a lane, as marks are told of it. */
export interface SpanCampaign {
  district: string
  id: string
  playbook: string
  level: string
  starts: Date
  ends: Date | null
}

/** The newest campaigns of a lane (index campaign_by_time). */
export function newestCampaigns(tx: Tx, lane: string): Promise<SpanCampaign[]> {
  return tx<SpanCampaign[]>`
    select district, id, playbook, level, starts, nullif(ends, 'infinity') as ends from campaign
    where lane = ${lane} order by starts desc, id desc limit ${CAMPAIGNS}`
}

/** What happened in a lane and is worth jumping to, oldest first. */
export async function marksOf(tx: Tx, lane: string, campaigns: readonly SpanCampaign[]): Promise<Mark[]> {
  return [
    ...(await warnings(tx, lane)),
    ...(await levels(tx, campaigns)),
    ...(await callouts(tx, campaigns)),
    ...(await hazards(tx, lane, campaigns)),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
}

const NOTHING = { playbook: null, level: null, hazard: null, n: null, says: {} }

/** Index campaign_by_time. */
async function firstCampaign(tx: Tx, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`select min(starts) as at from campaign where lane = ${lane}`
  return row?.at ?? null
}

/** Those that called somebody, the newest of them (index warning_by_time). */
async function warnings(tx: Tx, lane: string): Promise<Mark[]> {
  const found = await tx<{ at: Date; id: string; playbook: string; level: string; says: Record<string, string> }[]>`
    select received_at as at, id, playbook, level, coalesce(parsed -> 'headlines', '{}') as says from warning w
    where lane = ${lane} and state <> 'noted' order by ${MOMENT(tx)} desc, w.id desc limit ${MARKS}`
  return found.map((r) => ({ ...NOTHING, ...r, kind: 'warning', district: null }))
}

/** Where campaigns began, changed their level, and ended: the engine's own acts (index audit_by_subject). */
async function levels(tx: Tx, campaigns: readonly SpanCampaign[]): Promise<Mark[]> {
  const acts = await tx<{ at: Date; district: string; id: string; act: string; from: string; level: string }[]>`
    select a.at, a.district, a.subject as id, a.act, a.detail ->> 'from' as from, a.detail ->> 'to' as level
    from ${rows(tx, campaigns, { district: 'text', id: 'text' })}
      join audit a on a.district = t.district and a.subject = t.id and a.act in ('campaign.level', 'campaign.end')
    order by a.at`
  return campaigns.flatMap((c): Mark[] => {
    const own = acts.filter((a) => a.id === c.id)
    const first = own[0]?.from ?? c.level
    const mark = { ...NOTHING, district: c.district, id: c.id, playbook: c.playbook }
    return [
      { ...mark, at: c.starts, kind: 'campaign', level: first },
      ...own.map((a): Mark => {
        const over = a.act === 'campaign.end'
        return { ...mark, at: a.at, kind: over ? 'end' : 'level', level: over ? null : a.level }
      }),
    ]
  })
}

/** The largest call-outs (callout_by_campaign, then the engine's act for how many were called, audit_by_subject). */
async function callouts(tx: Tx, campaigns: readonly SpanCampaign[]): Promise<Mark[]> {
  const found = await tx<{ at: Date; district: string; id: string; n: number }[]>`
    select c.started_at as at, c.district, c.id, (a.detail ->> 'called')::int as n
    from ${rows(tx, campaigns, { district: 'text', id: 'uuid' })}
      join callout c on c.district = t.district and c.campaign = t.id
      join audit a on a.district = c.district and a.subject = c.id::text and a.act = 'callout.start'
    order by n desc, c.started_at limit ${MARKS}`
  return found.map((r) => ({ ...NOTHING, ...r, kind: 'callout' }))
}

/** Index record_hazards. */
async function hazards(tx: Tx, lane: string, campaigns: readonly SpanCampaign[]): Promise<Mark[]> {
  const districts = [...new Set(campaigns.map((c) => c.district))]
  const found = await tx<{ at: Date; district: string; id: string; hazard: string | null; says: unknown }[]>`
    select occurred_at as at, district, id, body ->> 'hazard' as hazard, body -> 'says' as says from (
      select *, row_number() over (partition by district order by received_at desc, id desc) as nth from record
      where district = any(${districts}::text[]) and lane = ${lane} and kind = 'hazard'
    ) r where nth <= ${MARKS}
    order by at desc limit ${MARKS}`
  return found.map((r) => ({ ...NOTHING, ...r, kind: 'hazard', says: textsIn(r.says) }))
}

/** What a device told in words by language; anything else that a body may hold there is not for a slider. */
function textsIn(says: unknown): Record<string, string> {
  if (typeof says !== 'object' || says === null) return {}
  return Object.fromEntries(Object.entries(says).filter((e): e is [string, string] => typeof e[1] === 'string'))
}
