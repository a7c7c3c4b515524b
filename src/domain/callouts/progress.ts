import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { type CurvePoint, curveOf, type MinuteOfAnswers } from './curve.ts'
import type { Callout, CalloutCounts } from './model.ts'
import { type NextStep, nextStep, type Standing } from './next-step.ts'
import { findCallout } from './read.ts'
import { type Answers, addUp, type Parents } from './shown-units.ts'
import { laddersOf } from './store.ts'

/** How a unit's people answer, with those of all units below it. `unit` null: all the others together. */
export interface UnitAnswers extends Answers {
  name: string | null
  /** In other languages. */
  names: Record<string, string>
}

/** A call-out as it is watched: its numbers, its curve, its units, and what it does next. */
export type CalloutProgress = Callout & {
  counts: CalloutCounts
  curve: CurvePoint[]
  units: UnitAnswers[]
  /** Null when nobody is waited for, and for a moment past. */
  next: NextStep | null
}

/** Units told by name; the rest stand together at the end. */
const UNITS = 20

/** How one call-out goes, now or as it had gone by a moment. CALLOUT_UNKNOWN. */
export async function readProgress(
  tx: Tx,
  viewer: Viewer,
  district: string,
  id: string,
  moment: { now: Date; at: Date | null },
): Promise<CalloutProgress> {
  const callout = await findCallout(tx, viewer, district, id)
  return progressOf(tx, callout, moment, await parentsIn(tx, district, moment.at ?? moment.now))
}

/** The same of a call-out that is at hand, with its district's tree: a few statements over its own summonses (primary key). */
export async function progressOf(
  tx: Tx,
  callout: Callout,
  { now, at }: { now: Date; at: Date | null },
  parents: Parents,
): Promise<CalloutProgress> {
  const units = await unitsThen(tx, callout, at ?? now, at, parents)
  const minutes = await minutesThen(tx, callout, at)
  return {
    ...callout,
    counts: await countsThen(tx, callout, at),
    curve: curveOf(callout.startedAt, minutes),
    units,
    next: at ? null : await nextOf(tx, callout),
  }
}

/** What had been told by `at`; null: all that was told. */
const told = (tx: Tx, column: string, at: Date | null) =>
  at ? tx`${tx(column)} <= ${at}::timestamptz` : tx`${tx(column)} is not null`

async function countsThen(tx: Tx, { district, id }: Callout, at: Date | null): Promise<CalloutCounts> {
  const heard = told(tx, 'acknowledged_at', at)
  const [row] = await tx<(Omit<CalloutCounts, 'answeredWithin'> & { m5: number; m15: number; m30: number })[]>`
    select count(*)::int as called, count(*) filter (where ${heard})::int as acknowledged,
      count(*) filter (where ${told(tx, 'accepted_at', at)})::int as accepted,
      count(*) filter (where ${told(tx, 'declined_at', at)})::int as declined,
      count(*) filter (where ${told(tx, 'arrived_at', at)})::int as arrived,
      count(*) filter (where ${told(tx, 'stood_down_at', at)})::int as "stoodDown",
      count(*) filter (where ${heard} and acknowledged_at <= called_at + interval '5 min')::int as m5,
      count(*) filter (where ${heard} and acknowledged_at <= called_at + interval '15 min')::int as m15,
      count(*) filter (where ${heard} and acknowledged_at <= called_at + interval '30 min')::int as m30
    from summons where district = ${district} and callout = ${id} and ${told(tx, 'called_at', at)}`
  const { m5 = 0, m15 = 0, m30 = 0, ...rest } = row as NonNullable<typeof row>
  return { ...rest, answeredWithin: { '5': m5, '15': m15, '30': m30 } }
}

/** The answers by minute since the start; an answer told of before it, by a clock that was wrong, is of the first. */
async function minutesThen(tx: Tx, { district, id, startedAt }: Callout, at: Date | null): Promise<MinuteOfAnswers[]> {
  return tx<MinuteOfAnswers[]>`
    select greatest(0, floor(extract(epoch from t.at - ${startedAt}::timestamptz) / 60))::int as minute,
      count(*) filter (where t.kind = 1)::int as heard, count(*) filter (where t.kind = 2)::int as coming,
      count(*) filter (where t.kind = 3)::int as there
    from summons s cross join lateral (values (1, s.acknowledged_at), (2, s.accepted_at), (3, s.arrived_at)) t (kind, at)
    where s.district = ${district} and s.callout = ${id} and ${told(tx, 't.at', at)}
    group by 1 order by 1`
}

/** The tree of a district's units at a moment (primary key of unit_parent). */
export async function parentsIn(tx: Tx, district: string, moment: Date): Promise<Parents> {
  const edges = await tx<{ unit: string; parent: string }[]>`
    select unit, parent from unit_parent
    where district = ${district} and parent_district = ${district} and starts <= ${moment} and ends > ${moment}`
  return new Map(edges.map((e) => [e.unit, e.parent]))
}

/**
 * Answers by unit. A person stands where the oldest membership of that moment is (primary key of membership). The tree is
 * climbed here: a recursive query that is joined with anything is taken for a million rows, and compiled for half a second.
 */
async function unitsThen(
  tx: Tx,
  { district, id }: Callout,
  moment: Date,
  at: Date | null,
  parents: Parents,
): Promise<UnitAnswers[]> {
  const leaves = await tx<Answers[]>`
    select unit, count(*)::int as called, count(*) filter (where ${told(tx, 'acknowledged_at', at)})::int as heard,
      count(*) filter (where ${told(tx, 'accepted_at', at)})::int as coming,
      count(*) filter (where ${told(tx, 'arrived_at', at)})::int as there
    from (
      select s.acknowledged_at, s.accepted_at, s.arrived_at, (array_agg(m.unit order by m.starts, m.unit))[1] as unit
      from summons s left join membership m on m.district = s.district and m.person = s.person
        and m.starts <= ${moment} and m.ends > ${moment}
      where s.district = ${district} and s.callout = ${id} and ${told(tx, 's.called_at', at)}
      group by s.person, s.acknowledged_at, s.accepted_at, s.arrived_at
    ) x group by unit`
  const shown = addUp(leaves, parents, UNITS)
  const ids = shown.flatMap((u) => u.unit ?? [])
  const named = await tx<{ id: string; name: string; names: Record<string, string> }[]>`
    select id, name, names from unit where district = ${district} and id = any(${ids}::uuid[])`
  const byId = new Map(named.map((u) => [u.id, u]))
  return shown.map((u) => {
    const unit = u.unit === null ? undefined : byId.get(u.unit)
    return { ...u, name: unit?.name ?? null, names: unit?.names ?? {} }
  })
}

async function nextOf(tx: Tx, { district, id }: Callout): Promise<NextStep | null> {
  const standing = await tx<Standing[]>`
    select step, tries, unreachable, count(*)::int as n, min(next_at) as at from summons
    where district = ${district} and callout = ${id} and next_at < 'infinity' group by step, tries, unreachable`
  if (standing.length === 0) return null
  const ladder = (await laddersOf(tx, district, [id])).get(id)
  return ladder ? nextStep(standing, ladder) : null
}
