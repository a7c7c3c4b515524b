import { z } from 'zod'
import type { SortKey } from '../../../base/paging.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Gap } from '../../gaps/model.ts'
import { type AwayHolder, awayHoldersOf } from '../away-holders.ts'
import { type RuleKinds, ruleKinds } from '../by-kind.ts'
import type { CampaignAt } from '../model.ts'
import { gapsThen } from '../past-gaps.ts'
import { campaignsAt, countsAt } from '../store.ts'
import { isUnsure, SURE_WAYS, type SureWay } from '../sureness.ts'
import { type Ask, areasIn, type List } from './ask.ts'
import { pointer, type RawRow } from './refs.ts'
import { unsureKey, unsureNow } from './unsure.ts'
import { all, cut, each } from './walk.ts'

/**
 * What is not met, gravest and oldest first. Now it is what was counted, as everywhere, walked along requirement_gaps; where an area or a unit has few gaps
 * among many (its counts tell), those are found by requirement_gaps_by_area and sorted. Then it is worked out from the
 * dated rows, by which it is ordered too: gravest first, then from when it was required. With `sure` it is what is not sure in that
 * way, be it a gap or not: the rows behind the counts of the board (unsure.ts).
 */
export const gaps: List = {
  list: 'gaps',
  columns: [
    { key: 'place', kind: 'place' },
    { key: 'kinds', kind: 'states', choices: ['nobody', 'few', 'late'] },
    { key: 'rule', kind: 'rule' },
    { key: 'role', kind: 'slug' },
    { key: 'since', kind: 'moment' },
    { key: 'held', kind: 'number' },
    { key: 'needed', kind: 'number' },
    { key: 'away', kind: 'person' },
    { key: 'risk', kind: 'share', sort: 'risk' },
    { key: 'area', kind: 'area' },
    { key: 'starts', kind: 'moment', aside: true },
    { key: 'ends', kind: 'moment', aside: true },
    { key: 'due', kind: 'moment', aside: true },
    { key: 'awayUntil', kind: 'moment', aside: true },
    { key: 'playbook', kind: 'playbook', aside: true },
    { key: 'campaign', kind: 'campaign', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'place', kind: 'place' },
    { key: 'rule', kind: 'slug', many: true },
    { key: 'kind', kind: 'choice', choices: ['unheld', 'late'] },
    { key: 'sure', kind: 'choice', choices: SURE_WAYS },
    { key: 'placeKind', kind: 'slug', many: true },
  ],
  needs: [['district', 'area', 'unit']],
  sorts: [{ key: 'risk', index: 'requirement_gaps' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const { rows, next } = cut(await foundGaps(tx, ask), ask.limit, keyFor(ask))
    const { district, lanes, moment } = ask
    const unheld = rows.flatMap(({ gap }) => (gap.held < gap.needed ? [gap] : []))
    const away = await awayHoldersOf(tx, { district, lanes, moment, roles: unheld })
    const awayFrom = ({ gap }: Found) => away.get(`${gap.subject} ${gap.role}`) ?? null
    return { rows: rows.map((f) => rowOf(district, f, awayFrom(f))), next }
  },
}

/** The gaps of every campaign that was open at the moment, in their order: at least one more than the limit, if there are. */
export async function foundGaps(tx: Tx, ask: Ask): Promise<Found[]> {
  const only = ask.value('campaign')
  const kinds = ask.values('placeKind').length > 0 ? await ruleKinds(tx) : null
  const open = await campaignsAt(tx, ask.district, ask.lane, ask.moment)
  const found: Found[] = []
  for (const campaign of open.filter((c) => only === null || c.id === only))
    for (const gap of await inCampaign(tx, ask, campaign, kinds)) found.push({ gap, campaign })
  return found.sort(ask.past ? byStart : wayOf(ask) ? byPlace : bySince)
}

/** The way that is asked for, if one is. */
const wayOf = (ask: Ask) => ask.value('sure') as SureWay | null

function inCampaign(tx: Tx, ask: Ask, campaign: CampaignAt, kinds: RuleKinds | null): Promise<Gap[]> {
  const where = [...narrowed(tx, ask), kinds && ofKinds(tx, ask, campaign, kinds)]
  const way = wayOf(ask)
  if (ask.past) return then(tx, ask, campaign, where)
  return way ? unsureNow(tx, ask, campaign, way, where) : now(tx, ask, campaign, where)
}

/** Of a campaign, what its rules ask of places of these kinds. */
function ofKinds(tx: Tx, ask: Ask, { playbook }: CampaignAt, kinds: RuleKinds): Fragment {
  const wanted = ask.values('placeKind')
  const own = [...kinds].flatMap(([rule, kind]) =>
    rule.startsWith(`${playbook} `) && wanted.includes(kind) ? [rule.slice(playbook.length + 1)] : [],
  )
  return tx`r.rule = any(${own}::text[])`
}

export interface Found {
  gap: Gap
  campaign: CampaignAt
}

const NowMark = z.tuple([z.number(), z.iso.datetime(), z.uuid(), z.uuid(), z.string(), z.iso.datetime()])
const ThenMark = z.tuple([z.number(), z.iso.datetime(), z.uuid(), z.uuid(), z.string()])

const keyNow = ({ gap: g, campaign }: Found): SortKey => [g.risk, g.since, g.subject, campaign.id, g.rule, g.starts]
const keyThen = ({ gap: g, campaign }: Found): SortKey => [g.risk, g.starts, g.subject, campaign.id, g.rule]

const keyUnsure = ({ gap, campaign }: Found): SortKey => unsureKey(gap, campaign.id)
const keyFor = (ask: Ask) => (ask.past ? keyThen : wayOf(ask) ? keyUnsure : keyNow)

/** Of several campaigns, one place's gaps are told campaign by campaign, each in the order that the database gave. */
const order = (at: (g: Gap) => Date) => (a: Found, b: Found) =>
  b.gap.risk - a.gap.risk ||
  at(a.gap).getTime() - at(b.gap).getTime() ||
  text(a.gap.subject, b.gap.subject) ||
  text(a.campaign.id, b.campaign.id)
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const bySince = order((g) => g.since)
const byStart = order((g) => g.starts)
const byPlace = order(() => new Date(0))

/** Above so many gaps an area is met soon enough on the way along the index of all. */
const FEW = 3_000

type Conditions = readonly (Fragment | false | null)[]

async function now(tx: Tx, ask: Ask, campaign: CampaignAt, narrower: Conditions): Promise<Gap[]> {
  const mark = ask.mark(NowMark)
  const areas = await fewAreas(tx, ask, campaign)
  const where = all(tx, [
    tx`r.district = ${ask.district} and r.campaign = ${campaign.id} and r.gap_since <= ${ask.moment} and r.counted & 6 <> 0`,
    areas && tx`r.area = any(${areas}::text[])`,
    ...narrower,
    ask.value('kind') === 'unheld' && tx`r.counted & 2 <> 0`,
    ask.value('kind') === 'late' && tx`r.counted & 4 <> 0`,
  ])
  // Where few are found and sorted, the order is written so that no index can give it, or the planner might walk one.
  const order =
    areas || ask.value('place') !== null
      ? tx`r.risk + 0 desc, r.gap_since, r.subject, r.rule, r.starts`
      : tx`r.risk desc, r.gap_since, r.subject, r.rule, r.starts`
  const some = (more: Fragment) => tx`(
    select r.subject, r.area, r.campaign, r.rule, r.role, r.needed, r.held, r.starts, nullif(r.ends, 'infinity') as ends,
      nullif(r.due, 'infinity') as due, r.risk, r.gap_since as since, array_remove(array[
        case when r.counted & 2 <> 0 then 'unheld' end, case when r.counted & 4 <> 0 then 'late' end], null) as kinds
    from requirement r where ${where} and ${more} order by ${order} limit ${ask.limit + 1})`
  if (!mark) return tx<Gap[]>`${some(tx`true`)}`
  // The order goes down by risk and up by the rest, so that one comparison of rows could not tell what comes after.
  const [risk, since, subject, last, rule, starts] = mark
  const onward =
    campaign.id === last
      ? tx`(r.gap_since, r.subject, r.rule, r.starts) > (${since}::timestamptz, ${subject}::uuid, ${rule}, ${starts}::timestamptz)`
      : tx`(r.gap_since, r.subject) ${campaign.id > last ? tx`>=` : tx`>`} (${since}::timestamptz, ${subject}::uuid)`
  return tx<Gap[]>`
    ${some(tx`r.risk = ${risk}::real and ${onward}`)}
    union all ${some(tx`r.risk < ${risk}::real`)}
    order by risk desc, since, subject, rule, starts limit ${ask.limit + 1}`
}

/** What is asked for beside the campaign: by unit too, for an area may be answered for by one outside it. */
const narrowed = (tx: Tx, ask: Ask): Conditions => [
  ask.areas && tx`r.area = any(${ask.areas}::text[])`,
  ask.units && tx`r.unit = any(${ask.units}::uuid[])`,
  ask.value('place') !== null && tx`r.subject = ${ask.value('place')}`,
  ask.values('rule').length > 0 && tx`r.rule = any(${ask.values('rule')}::text[])`,
]

/** The areas to find few gaps by; null where there are many, or none is asked for. */
async function fewAreas(tx: Tx, ask: Ask, campaign: CampaignAt): Promise<string[] | null> {
  const tree = ask.areas ? 'area' : 'unit'
  const node = ask.areas ? ask.value('area') : (ask.units?.[0] ?? null)
  if (node === null) return null
  const rules = await countsAt(tx, { tree, lane: ask.lane, at: null }, ask.district, node)
  const n = rules.filter((r) => r.playbook === campaign.playbook).reduce((sum, r) => sum + r.unheld + r.late, 0)
  if (n > FEW) return null
  if (ask.areas) return ask.areas
  const own = await tx<{ area: string }[]>`
    select distinct u.area from ${each(tx, ask.units ?? [])} join unit u on u.district = ${ask.district} and u.id = k.id
    where u.area is not null`
  const below = await Promise.all(own.map((u) => areasIn(tx, u.area)))
  return [...new Set(below.flat())]
}

async function then(tx: Tx, ask: Ask, campaign: CampaignAt, narrower: Conditions): Promise<Gap[]> {
  const mark = ask.mark(ThenMark)
  const after = mark && onwardThen(tx, campaign.id, mark)
  const kind = ask.value('kind')
  const wanted = all(tx, [after, kind !== null && tx`${kind} = any(kinds)`])
  const way = wayOf(ask)
  const which = way ? isUnsure(tx, way, tx`bits`) : tx`cardinality(kinds) > 0`
  return gapsThen(tx, ask.district, campaign, ask.moment, all(tx, narrower), ask.limit + 1, wanted, which)
}

function onwardThen(
  tx: Tx,
  campaign: string,
  [risk, starts, subject, last, rule]: z.output<typeof ThenMark>,
): Fragment {
  const at = tx`-(${risk}::real), ${starts}::timestamptz, ${subject}::uuid`
  if (campaign === last) return tx`(-risk, starts, subject, rule) > (${at}, ${rule}::text)`
  return tx`(-risk, starts, subject) ${campaign > last ? tx`>=` : tx`>`} (${at})`
}

function rowOf(district: string, { gap, campaign }: Found, away: AwayHolder | null): RawRow {
  const { subject, rule, starts } = gap
  return {
    id: `${campaign.id} ${subject} ${rule} ${starts.toISOString()} ${gap.needed}`,
    ref: pointer('place', subject, district),
    cells: {
      place: pointer('place', subject, district),
      kinds: gap.kinds.map((kind) => (kind === 'late' ? kind : gap.held === 0 ? 'nobody' : 'few')),
      rule,
      role: gap.role,
      since: gap.since,
      held: gap.held,
      needed: gap.needed,
      away: pointer('person', away?.person ?? null, district),
      risk: gap.risk,
      area: pointer('area', gap.area, district),
      starts,
      ends: gap.ends,
      due: gap.due,
      awayUntil: away?.until ?? null,
      playbook: campaign.playbook,
      campaign: pointer('campaign', campaign.id, district),
    },
  }
}
