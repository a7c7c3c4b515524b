import type { Fragment, Tx } from '../../db/connect.ts'
import { holds as holdsGood, isKnown, saysNo } from '../callouts/said.ts'
import { COUNT_BITS, type CountName } from '../gaps/counts.ts'
import type { Gap } from '../gaps/model.ts'
import { AGREED, ARRIVED } from '../gaps/standing.ts'
import { awayThen } from './away-holders.ts'
import { countedUpTo } from './counted-then.ts'

/** A campaign whose past is asked for. */
interface Of {
  id: string
  lane: string
  playbook: string
}

/**
 * All that was required then, with its bits (COUNT_BITS), how many held it, when evidence of it was due and why it was not met (an
 * empty list: it was), as was known then: a record that came later does not help or move what is due, and neither does a duty
 * recorded later. All requirements of that moment are joined with their duties and then with their records, each join grouped
 * before the next: asked one by one through the indexes they took ten times as long.
 */
export function requirementsThen(tx: Tx, district: string, campaign: Of, at: Date, areas: Fragment): Fragment {
  const said = tx`(${saidThen(tx, district, campaign, at)} ->> d.id::text)::int`
  return tx`
  select b.*, array_remove(array[
      case when bits & ${COUNT_BITS.unheld}::int <> 0 then 'unheld' end, case when bits & ${COUNT_BITS.late}::int <> 0 then 'late' end], null) as kinds
  from (
    select subject, rule, starts, needed, risk, held, ${bitsThen(tx, at)} as bits,
      case when evidence is null then 'infinity' when every is not null then coalesce(last, starts) + every
        when last is null then first_due else 'infinity' end as due
    from (
      select h.subject, h.rule, h.starts, h.needed, h.risk, h.evidence, h.every, h.first_due, h.held, h.agreed, h.arrived,
        max(least(e.occurred_at, e.received_at)) as last
      from (
        select r.subject, r.rule, r.starts, r.needed, r.risk, r.evidence, r.every, r.first_due, count(d.id)::int as held,
          count(d.id) filter (where ${said} >= ${AGREED}::int)::int as agreed,
          count(d.id) filter (where ${said} >= ${ARRIVED}::int)::int as arrived
        from requirement r left join duty d on ${holds(tx, district, campaign, at)}
        where r.district = ${district} and r.campaign = ${campaign.id} and r.starts <= ${at} and r.ends > ${at} and ${areas}
        group by r.district, r.subject, r.campaign, r.rule, r.starts, r.needed
      ) h left join record e on e.district = ${district} and e.subject = h.subject and e.kind = h.evidence
        and e.lane = ${campaign.lane} and e.received_at <= ${at} and e.occurred_at >= h.starts
      group by h.subject, h.rule, h.starts, h.needed, h.risk, h.evidence, h.every, h.first_due, h.held, h.agreed, h.arrived
    ) l
  ) b`
}

/** The bits of a requirement from how many held it and had answered, and when evidence of it last came (`last`). */
function bitsThen(tx: Tx, at: Date): Fragment {
  const late = tx`(evidence is not null and case when every is null then last is null and first_due <= ${at}
    else coalesce(last, starts) + every <= ${at} end)`
  const when = (name: CountName, condition: Fragment) =>
    tx`case when ${condition} then ${tx.unsafe(String(COUNT_BITS[name]))} else 0 end`
  return tx`
    ${tx.unsafe(String(COUNT_BITS.required))} + ${when('unheld', tx`held < needed`)} + ${when('nobody', tx`held = 0 and needed > 0`)}
      + ${when('late', late)} + ${when('agreed', tx`agreed >= needed`)} + ${when('arrived', tx`arrived >= needed`)}
      + ${when('expected', tx`evidence is not null`)}
      + ${when('heard', tx`evidence is not null and not ${late} and (last > starts or every is null and last is not null)`)}`
}

/**
 * What had been said of duties in a campaign's call then, as one object: duty -> AGREED or ARRIVED, of those whose yes stood (index
 * summons_accepted). One value for the same reason as what was declined.
 */
const saidThen = (tx: Tx, district: string, campaign: Of, at: Date): Fragment => tx`(
  select coalesce(jsonb_object_agg(duty, said), '{}') from (
    select duty, max(said) as said from (
      select unnest(s.duties) as duty,
        case when ${holdsGood(tx, 'arrived_at', at)} then ${ARRIVED}::int else ${AGREED}::int end as said
      from summons s
      where s.district = ${district} and s.campaign = ${campaign.id} and s.accepted_at is not null
        and ${holdsGood(tx, 'accepted_at', at)} and not ${isKnown(tx, 'stood_down_at', at)}) y group by duty) yes)`

/**
 * What was not met then, or what `which` says of its bits, worked out from the dated rows as of the last moment that was counted;
 * the counts beside it are read from the log. When a requirement was to end is not kept, and not told. Only the page that is shown
 * is joined with what it is called; `after` is a condition on (risk, starts, subject, rule), by which it is sorted.
 */
export async function gapsThen(
  tx: Tx,
  district: string,
  campaign: Of,
  moment: Date,
  areas: Fragment,
  limit: number,
  after: Fragment = tx`true`,
  which: Fragment = tx`cardinality(kinds) > 0`,
): Promise<Gap[]> {
  const at = await countedUpTo(tx, district, campaign, moment)
  return tx<Gap[]>`
    select r.subject, p.name as place, r.area, r.campaign, r.rule, r.role, r.needed, r.starts, null::timestamptz as ends, r.risk,
      g.held, g.kinds, nullif(g.due, 'infinity') as due,
      coalesce(case when 'unheld' = any(g.kinds) then r.starts end, nullif(g.due, 'infinity'), r.starts) as since
    from (
      select * from (
        ${requirementsThen(tx, district, campaign, at, areas)}
      ) w where ${which} and ${after} order by risk desc, starts, subject, rule limit ${limit}
    ) g join requirement r on r.district = ${district} and r.campaign = ${campaign.id}
        and (r.subject, r.rule, r.starts, r.needed) = (g.subject, g.rule, g.starts, g.needed)
      join place p on p.district = ${district} and p.id = r.subject
    order by r.risk desc, r.starts, r.subject, r.rule`
}

/**
 * The places of a campaign's gravest gaps then, by what kinds there were at all: the first `limit` that too few held, and
 * the first `limit` whose evidence was late. One kind alone takes half of the joins, and the rest of what is told of a gap
 * is worked out for these few (requirement's primary key, duty_by_subject, record_by_subject).
 */
export async function gravestThen(
  tx: Tx,
  district: string,
  campaign: Of,
  moment: Date,
  areas: Fragment,
  kinds: { unheld: boolean; late: boolean },
  limit: number,
): Promise<string[]> {
  const at = await countedUpTo(tx, district, campaign, moment)
  const then = tx`r.district = ${district} and r.campaign = ${campaign.id} and r.starts <= ${at} and r.ends > ${at} and ${areas}`
  const first = tx`order by risk desc, starts, subject, rule limit ${limit}`
  const told = tx`e.district = ${district} and e.subject = r.subject and e.kind = r.evidence and e.lane = ${campaign.lane}
    and e.received_at <= ${at} and e.occurred_at >= r.starts`
  const unheld = tx`
    select r.subject, r.rule, r.starts, r.risk
    from requirement r left join duty d on ${holds(tx, district, campaign, at)}
    where ${then} group by r.district, r.subject, r.campaign, r.rule, r.starts, r.needed having count(d.id) < r.needed`
  const late = tx`
    select r.subject, r.rule, r.starts, r.risk from requirement r
    where ${then} and r.evidence is not null and r.every is null and r.first_due <= ${at}
      and not exists (select from record e where ${told})
    union all
    select r.subject, r.rule, r.starts, r.risk from requirement r
    where ${then} and r.evidence is not null and r.every is not null
      and coalesce((select max(least(e.occurred_at, e.received_at)) from record e where ${told}), r.starts) + r.every <= ${at}`
  const asked = [kinds.unheld && unheld, kinds.late && late].filter((q) => q !== false)
  const found = await Promise.all(
    asked.map((query) => tx<{ subject: string }[]>`select subject from (${query}) w ${first}`),
  )
  return [...new Set(found.flat().map((f) => f.subject))]
}

/**
 * That a duty `d` counted for a requirement `r` then: recorded by then, its holder had not declined and was not away. Declined
 * duties are the keys of one value, worked out once: a list that is believed too large for memory is gone through for each row.
 */
const holds = (tx: Tx, district: string, campaign: Of, at: Date): Fragment => tx`
  d.district = r.district and d.subject = r.subject and d.role = r.role and d.lane in ('actual', ${campaign.lane})
  and d.starts <= ${at} and d.ends > ${at} and (d.backfilled or d.recorded_at <= ${at})
  and not (
    select coalesce(jsonb_object_agg(duty, true), '{}') from (
      select unnest(s.duties) as duty from summons s
      where s.district = ${district} and s.campaign = ${campaign.id} and s.declined_at is not null and ${saysNo(tx, at)}) no
  ) ? d.id::text
  and d.holder not in (${awayThen(tx, district, at)})`
