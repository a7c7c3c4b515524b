import type { Tx } from '../../db/connect.ts'
import { type Exercise, exerciseOf } from '../audit/exercises.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { sumOfRules } from './by-kind.ts'
import { COMMENT_KINDS, type CommentKind } from './comment-kinds.ts'
import { type Mark, marksOf, newestCampaigns, type SpanCampaign } from './lane-span.ts'
import { countsAt } from './store.ts'

/** Something that happened in a lane, as a commentary tells it. What does not belong to its kind is null or empty. */
export interface LaneComment extends Omit<Mark, 'kind' | 'id'> {
  kind: CommentKind
  /** The warning, campaign, plan, call-out or hazard that it leads to. */
  id: string | null
  /** A plan: how many people it is for, and what it leaves open. */
  people: number | null
  left: number | null
  /** A plan that nobody had decided on by the moment that is looked at. */
  waits: boolean
  /** A level: what was asked for when it began, by kind of place; of somebody ill, what they held. */
  asked: { kind: string; n: number }[]
  /** Where somebody fell ill. */
  area: { code: string; name: string; names: Record<string, string> } | null
}

export interface LaneCommentary {
  lane: string
  comments: LaneComment[]
}

/** As many as anybody reads back. */
const COMMENTS = 60
const PLANS = 40
/** Levels of which it is told what was asked for, the newest. */
const LEVELS = 6

const NOTHING = {
  district: null,
  id: null,
  playbook: null,
  level: null,
  hazard: null,
  n: null,
  says: {},
  people: null,
  left: null,
  waits: false,
  asked: [],
  area: null,
} satisfies Partial<LaneComment>

/**
 * What happened in a lane up to a moment (null: up to now), oldest first, as it was known then: what its marks tell, plans and what
 * became of them, how hazards went on. Of one moment, what leads to something comes before it.
 */
export async function readCommentary(
  tx: Tx,
  _viewer: Viewer,
  { lane, at }: { lane: string; at: Date | null },
): Promise<LaneCommentary> {
  const exercise = lane === ACTUAL ? null : await exerciseOf(tx, lane)
  const campaigns = await newestCampaigns(tx, lane)
  const marks = await marksOf(tx, lane, campaigns)
  const all = [
    ...marks.map((mark): LaneComment => ({ ...NOTHING, ...mark })),
    ...(await plans(tx, campaigns, at)),
    ...(await courses(tx, marks)),
    ...(exercise ? [...ends(exercise), ...(await illnesses(tx, exercise))] : []),
  ]
  const then = all.filter((c) => at === null || c.at <= at).sort(inOrder)
  return { lane, comments: await withAsked(tx, lane, then.slice(-COMMENTS)) }
}

const rank = ({ kind }: LaneComment) => COMMENT_KINDS.indexOf(kind)
const inOrder = (a: LaneComment, b: LaneComment) =>
  a.at.getTime() - b.at.getTime() || rank(a) - rank(b) || ((a.id ?? '') < (b.id ?? '') ? -1 : 1)

function ends({ from, at, state }: Exercise): LaneComment[] {
  const isOver = state !== 'running' && state !== 'paused'
  return [{ ...NOTHING, kind: 'begin', at: from }, ...(isOver ? [{ ...NOTHING, kind: 'over', at } as const] : [])]
}

interface Plan {
  at: Date
  decidedAt: Date | null
  id: string
  campaign: string
  state: string
  bySelf: boolean
  given: number
  n: number
  people: number
  left: number
}

/** The newest plans of each district (index proposal_by_campaign): when each was made, and when somebody decided on it. */
async function plans(tx: Tx, campaigns: readonly SpanCampaign[], at: Date | null): Promise<LaneComment[]> {
  const comments: LaneComment[] = []
  for (const [district, own] of Map.groupBy(campaigns, (c) => c.district)) {
    const playbooks = new Map(own.map((c) => [c.id, c.playbook]))
    const found = await tx<Plan[]>`
      select made_at as at, decided_at as "decidedAt", id, campaign, state, given,
        coalesce(decided_by = 'engine:engine', false) as "bySelf", (summary ->> 'people')::int as people,
        (select coalesce(sum(n::int), 0)::int from jsonb_each_text(summary -> 'rules') as r (rule, n)) as n,
        (select coalesce(sum((l ->> 'n')::int), 0)::int from jsonb_array_elements(summary -> 'left') as l) as left
      from proposal where district = ${district} and campaign = any(${[...playbooks.keys()]}::uuid[])
      order by made_at desc, id desc limit ${PLANS}`
    for (const { campaign, ...plan } of found)
      comments.push(...toldOf({ district, playbook: playbooks.get(campaign) ?? null, ...plan }, at))
  }
  return comments
}

/** A plan that was given at once is told once; one that was offered, and what somebody decided by the moment looked at. */
function toldOf(
  { decidedAt, state, bySelf, given, ...plan }: Omit<Plan, 'campaign'> & { district: string; playbook: string | null },
  at: Date | null,
): LaneComment[] {
  const about = { ...NOTHING, ...plan }
  if (bySelf) return [{ ...about, kind: 'given', n: given }]
  const isDecided = decidedAt !== null && (at === null || decidedAt <= at)
  const offer: LaneComment = { ...about, kind: 'plan', waits: !isDecided }
  if (!isDecided || (state !== 'accepted' && state !== 'refused')) return [offer]
  return [offer, { ...about, kind: state, at: decidedAt, n: state === 'accepted' ? given : plan.n }]
}

/** How the hazards among the marks went on: when each state was known first (primary key of hazard_state). */
async function courses(tx: Tx, marks: readonly Mark[]): Promise<LaneComment[]> {
  const comments: LaneComment[] = []
  const hazards = marks.filter((m) => m.kind === 'hazard')
  for (const [district, own] of Map.groupBy(hazards, (m) => m.district)) {
    const found = await tx<{ at: Date; id: string; state: CommentKind; hazard: string | null }[]>`
      select min(since) as at, hazard as id, state, min(kind) as hazard from hazard_state
      where district = ${district} and hazard = any(${own.map((m) => m.id)}::uuid[])
        and state in ('treating', 'treated', 'confirmed', 'mistaken')
      group by hazard, state`
    comments.push(...found.map(({ state, ...about }): LaneComment => ({ ...NOTHING, district, ...about, kind: state })))
  }
  return comments
}

/** Who fell ill in an exercise, told by what was left open and where: never who it was (index audit_by_subject). */
async function illnesses(tx: Tx, { district, lane }: Exercise): Promise<LaneComment[]> {
  const found = await tx<
    { at: Date; callout: string; kind: string; n: number; code: string; name: string; names: Record<string, string> }[]
  >`
    select u.at, u.detail ->> 'callout' as callout, u.detail ->> 'kind' as kind, (u.detail ->> 'places')::int as n,
      a.code, a.name, a.names
    from audit u join area a on a.code = u.detail ->> 'area'
    where u.district = ${district} and u.subject = ${lane} and u.act = 'exercise.ill'`
  return found.map(({ at, callout, kind, n, ...area }): LaneComment => {
    return { ...NOTHING, kind: 'ill', at, district, id: callout, n, asked: [{ kind, n }], area }
  })
}

/** With what was asked for at the newest levels, as the board has it of that moment. */
async function withAsked(tx: Tx, lane: string, comments: readonly LaneComment[]): Promise<LaneComment[]> {
  const levels = comments.filter((c) => c.kind === 'campaign' || c.kind === 'level').slice(-LEVELS)
  const asked = new Map<LaneComment, LaneComment['asked']>()
  for (const level of levels) {
    const { district, playbook, at } = level
    if (district === null) continue
    const rules = await countsAt(tx, { tree: 'area', lane, at }, district, district)
    const { kinds } = sumOfRules(rules.filter((r) => r.playbook === playbook))
    asked.set(
      level,
      kinds.map(({ kind, required }) => ({ kind, n: required })),
    )
  }
  return comments.map((c) => ({ ...c, asked: asked.get(c) ?? c.asked }))
}
