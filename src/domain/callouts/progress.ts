import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { type CurvePoint, curveOf, type MinuteOfAnswers } from './curve.ts'
import type { Callout, CalloutCounts } from './model.ts'
import { type NextStep, nextStep, type Standing } from './next-step.ts'
import { findCallout } from './read.ts'
import { answerCounts, type CountedRow, countsFrom, holds, isKnown, known } from './said.ts'
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
  const over = callout.endedAt !== null && (at === null || callout.endedAt <= at)
  return {
    ...callout,
    // That it would end was not known before it had.
    endedAt: over ? callout.endedAt : null,
    counts: await countsThen(tx, callout, at),
    curve: curveOf(callout.startedAt, minutes),
    units,
    next: at ? null : await nextOf(tx, callout),
  }
}

/** Of all who were called by a moment; null: of all. */
const calledBy = (tx: Tx, at: Date | null) => (at ? tx`s.called_at <= ${at}` : tx`true`)

async function countsThen(tx: Tx, { district, id }: Callout, at: Date | null): Promise<CalloutCounts> {
  const [row] = await tx<CountedRow[]>`
    select ${answerCounts(tx, at)} from summons s where s.district = ${district} and s.callout = ${id} and ${calledBy(tx, at)}`
  return countsFrom(row as CountedRow)
}

/**
 * The answers that hold, by minute since the start, so that the curve ends at the figures beside it; an answer told of before the
 * start, by a clock that was wrong, is of the first.
 */
async function minutesThen(tx: Tx, { district, id, startedAt }: Callout, at: Date | null): Promise<MinuteOfAnswers[]> {
  return tx<MinuteOfAnswers[]>`
    select greatest(0, floor(extract(epoch from t.at - ${startedAt}::timestamptz) / 60))::int as minute,
      count(*) filter (where t.kind = 1)::int as heard, count(*) filter (where t.kind = 2)::int as coming,
      count(*) filter (where t.kind = 3)::int as there
    from summons s cross join lateral (values (1, ${known(tx, 'acknowledged_at', at)}),
      (2, case when ${holds(tx, 'accepted_at', at)} then s.accepted_at end),
      (3, case when ${holds(tx, 'arrived_at', at)} then s.arrived_at end)) t (kind, at)
    where s.district = ${district} and s.callout = ${id} and t.at is not null
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
    select unit, count(*)::int as called, count(*) filter (where heard)::int as heard,
      count(*) filter (where coming)::int as coming, count(*) filter (where there)::int as there
    from (
      select s.person, bool_or(${isKnown(tx, 'acknowledged_at', at)}) as heard, bool_or(${holds(tx, 'accepted_at', at)}) as coming,
        bool_or(${holds(tx, 'arrived_at', at)}) as there, (array_agg(m.unit order by m.starts, m.unit))[1] as unit
      from summons s left join membership m on m.district = s.district and m.person = s.person
        and m.starts <= ${moment} and m.ends > ${moment}
      where s.district = ${district} and s.callout = ${id} and ${calledBy(tx, at)}
      group by s.person
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
