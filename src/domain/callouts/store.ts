import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { Ladder } from '../playbooks/model.ts'
import { addUpAnswers } from './add-up-answers.ts'
import { type AnswerInput, type CalloutCounts, isLadder, type NewCallout } from './model.ts'
import { answerCounts, type CountedRow, countsFrom } from './said.ts'

export async function insertCallout(tx: Tx, c: NewCallout, ladder: Ladder): Promise<void> {
  await tx`
    insert into callout (district, id, campaign, lane, started_at, ladder, reason)
    values (${c.district}, ${c.id}, ${c.campaign}, ${c.lane}, ${c.startedAt},
      ${JSON.stringify(ladder)}::text::jsonb, ${c.reason})`
}

/**
 * One summons a person for everything in `asked`, a query of (person uuid, duties uuid[]) that the gap store makes; one
 * statement however many are called. The ladder's first rung is due at once. Returns how many were called.
 */
export async function insertSummonses(tx: Tx, c: NewCallout, asked: Fragment): Promise<number> {
  const result = await tx`
    insert into summons (district, callout, person, campaign, lane, asked_as, duties, called_at, next_at)
    select ${c.district}, ${c.id}, a.person, ${c.campaign}, ${c.lane}, 'holder', a.duties, ${c.startedAt}, ${c.startedAt}
    from (${asked}) a`
  return result.count
}

/** The ladders of call-outs; one that cannot be read, or is not there, has no entry. */
export async function laddersOf(tx: Tx, district: string, callouts: string[]): Promise<Map<string, Ladder>> {
  const found = await tx<{ id: string; ladder: unknown }[]>`
    select id, ladder from callout where district = ${district} and id = any(${callouts}::uuid[])`
  return new Map(found.flatMap((r) => (isLadder(r.ladder) ? [[r.id, r.ladder] as const] : [])))
}

const TOLD = {
  callout: 'uuid',
  person: 'uuid',
  heard: 'timestamptz',
  yes: 'timestamptz',
  no: 'timestamptz',
  arrived: 'timestamptz',
  reason: 'text',
  last: 'text',
} as const

/**
 * Answers, as many as came: each fact is kept from the first time it was told. To accept or decline is to have received;
 * an answer that settles the matter stops the ladder, of whoever handed it over too. Who declines may come round and
 * decline again: what came in last holds. Nobody's clock is right for certain, so a time is believed from the call up to now; an
 * answer whose time lies before what it takes back holds from when it came in, and what it takes back ends before it. `turned`
 * tells whether the person has ever declined here.
 */
export async function saveAnswers(
  tx: Tx,
  now: Date,
  district: string,
  answers: (AnswerInput & { callout: string })[],
): Promise<
  { callout: string; campaign: string; lane: string; person: string; kind: string; duties: string[]; turned: boolean }[]
> {
  const saysNo = tx`(s.declined_at is not null and (s.accepted_at is null or s.accepted_at < s.declined_at))`
  const saysYes = tx`(s.accepted_at is not null and (s.declined_at is null or s.declined_at <= s.accepted_at))`
  /** When the last word holds from, which takes back what was said before. */
  const from = (time: Fragment, takesBack: Fragment) => tx`
    case when greatest(${time}, s.called_at) > coalesce(${takesBack}, '-infinity') then greatest(${time}, s.called_at) else ${now} end`
  const earlierNo = tx`coalesce(case when not ${saysNo} then t.no end, s.declined_at)`
  const earlierYes = tx`coalesce(case when not ${saysYes} then t.yes end, s.accepted_at)`
  const newYes = tx`case when ${saysYes} and t.no is null then s.accepted_at else ${from(tx`t.yes`, earlierNo)} end`
  const newNo = tx`case when ${saysNo} and t.yes is null then s.declined_at else ${from(tx`t.no`, earlierYes)} end`
  // In hours of UTC, which do not hang on the session's zone: Citus takes nothing in an update that does.
  const justBefore = (moment: Fragment) =>
    tx`((${moment}) at time zone 'UTC' - interval '1 microsecond') at time zone 'UTC'`
  const endedBy = (earlier: Fragment, later: Fragment) =>
    tx`case when ${earlier} is not null then least(${earlier}, ${justBefore(later)}) end`
  return tx`
    with told as (
      select * from ${rows(tx, addUpAnswers(answers, now), TOLD)}
    ), saved as (
      update summons s set acknowledged_at = coalesce(s.acknowledged_at, greatest(t.heard, s.called_at)),
        acknowledged_told = case when s.acknowledged_at is null then ${now} else s.acknowledged_told end,
        accepted_told = case when t.yes is not null and (not ${saysYes} or t.no is not null) then ${now} else s.accepted_told end,
        declined_told = case when t.no is not null and (not ${saysNo} or t.yes is not null) then ${now} else s.declined_told end,
        arrived_told = case when s.arrived_at is null and t.arrived is not null then ${now} else s.arrived_told end,
        accepted_at = case t.last when 'yes' then ${newYes}
          when 'no' then ${endedBy(earlierYes, newNo)} else s.accepted_at end,
        declined_at = case t.last when 'no' then ${newNo}
          when 'yes' then ${endedBy(earlierNo, newYes)} else s.declined_at end,
        decline_reason = case when ${saysNo} then coalesce(s.decline_reason, t.reason)
          else coalesce(t.reason, s.decline_reason) end,
        arrived_at = coalesce(s.arrived_at, case when t.arrived is not null then greatest(t.arrived, s.called_at) end),
        next_at = 'infinity'
      from told t
      where s.district = ${district} and s.callout = t.callout and s.person = t.person
      returning s.callout, s.person, s.campaign, s.lane, s.duties, s.declined_at is not null as turned,
        case t.last when 'no' then 'declined' when 'yes' then 'accepted' else 'acknowledged' end as kind
    ), relieved as (
      update summons s set next_at = 'infinity' from saved x
      where s.district = ${district} and s.callout = x.callout and s.handed_to = x.person and x.kind = 'accepted'
        and s.person not in (select person from saved)
    )
    select callout, campaign, lane, person, kind, duties, turned from saved`
}

/** How many were called in a campaign and how they answered: a person called in several call-outs counts once in each. */
export async function countsOf(
  tx: Tx,
  { district, lane }: { district: string; lane: string },
  callout: string | null,
): Promise<CalloutCounts> {
  const [row] = await tx<CountedRow[]>`
    select ${answerCounts(tx, null)} from summons s
    where s.district = ${district} and s.lane = ${lane} and (${callout}::uuid is null or s.callout = ${callout}::uuid)`
  return countsFrom(row as CountedRow)
}

/** Who has declined in a campaign and not come round since: nobody asks them again for it. */
export async function decliners(tx: Tx, district: string, campaign: string): Promise<Set<string>> {
  const found = await tx<{ person: string }[]>`
    select distinct person from summons
    where district = ${district} and campaign = ${campaign} and declined_at is not null
      and (accepted_at is null or accepted_at < declined_at)`
  return new Set(found.map((r) => r.person))
}
