import type { Tx } from '../../db/connect.ts'
import { asideIn } from '../../db/set-aside.ts'

/** What an exercise or a trial came to. Counts of rows, times in minutes from the call; `seconds` are the wall's. */
export interface ReplayReport {
  /** Areas, the smallest there are, that any warning covered. */
  warned: number
  /** Places in them of which something was required. */
  affected: number
  /** Requirements that came into force, each shift its own. */
  required: number
  /** Those that the register as it stood did not meet when they came into force. */
  uncovered_before: number
  /** Those that never had holders enough while they were in force. */
  uncovered_after: number
  /** Summonses: a person is called once in a call-out, whatever that person answers for. */
  called: number
  acknowledged: number
  accepted: number
  arrived: number
  answered_within: { '5': number; '15': number; '30': number }
  /** How often evidence fell late, as coverage counted it. */
  late_evidence: number
  /** Rows of the files read that could not be placed. */
  unplaced: number
  seconds: number
  /** What failed on the way, while the rest went on. */
  faults: ReplayFault[]
}

/** A step, a happening of the script, or an item that a step set aside, with the reason. */
export interface ReplayFault {
  what: string
  code: string
  reason: string
  times: number
}

/** Set-aside items that a report names. */
const NAMED = 100

/** Counts a lane's report from its rows; whole districts at once, since it is asked for once, at the end. */
export async function reportOf(
  tx: Tx,
  lane: string,
  now: Date,
  { unplaced, seconds, faults }: Pick<ReplayReport, 'unplaced' | 'seconds' | 'faults'>,
): Promise<ReplayReport> {
  // The codes of all zones at once: a gauge names a thousand, again and again, and to compare each zone's with each area's
  // took half a minute.
  const [warned] = await tx<{ n: number }[]>`
    with zone as materialized (
      select z.codes, z.shape from campaign c join campaign_zone z on z.district = c.district and z.campaign = c.id
      where c.lane = ${lane}
    ), code as materialized (select array(select distinct unnest(codes) from zone) as named)
    select count(*)::int as n from area a
    where not exists (select from area b where b.parent = a.code) and (a.path && (select named from code)
      or exists (select from zone z where z.shape && a.shape and st_intersects(z.shape, a.shape)))`
  const [required] = await tx<Pick<ReplayReport, 'affected' | 'required' | 'uncovered_before' | 'uncovered_after'>[]>`
    select count(distinct subject)::int as affected, count(*)::int as required,
      count(*) filter (where before < needed)::int as uncovered_before,
      count(*) filter (where after < needed)::int as uncovered_after
    from (
      select r.subject, r.needed,
        count(d.id) filter (where d.campaign is null and d.starts <= r.starts and d.ends > r.starts) as before, count(d.id) as after
      from campaign c join requirement r on r.district = c.district and r.campaign = c.id
        left join duty d on d.district = r.district and d.subject = r.subject and d.role = r.role
          and d.lane in ('actual', ${lane}) and d.starts < r.ends and d.ends > r.starts and d.starts < d.ends
      where c.lane = ${lane} and r.starts < r.ends and r.starts <= ${now}
      group by r.district, r.subject, r.campaign, r.rule, r.starts, r.needed
    ) x`
  const [called] = await tx<
    (Pick<ReplayReport, 'called' | 'acknowledged' | 'accepted' | 'arrived'> & {
      m5: number
      m15: number
      m30: number
    })[]
  >`
    select count(*)::int as called, count(acknowledged_at)::int as acknowledged, count(accepted_at)::int as accepted,
      count(arrived_at)::int as arrived,
      count(*) filter (where acknowledged_at <= called_at + interval '5 min')::int as m5,
      count(*) filter (where acknowledged_at <= called_at + interval '15 min')::int as m15,
      count(*) filter (where acknowledged_at <= called_at + interval '30 min')::int as m30
    from summons where lane = ${lane}`
  const [late] = await tx<{ n: number }[]>`
    select coalesce(sum(greatest(0, late - before)), 0)::int as n from (
      select late, lag(late, 1, 0) over (partition by district, node, playbook, rule order by at) as before
      from coverage_log where lane = ${lane} and tree = 'area' and node = district
        and district in (select district from campaign where lane = ${lane})
    ) x`
  const aside = (await asideIn(tx, lane, null, NAMED)).map(({ step, item, code, reason, tries }) => {
    return { what: `${step}: ${item}`, code, reason, times: tries }
  })
  const { m5, m15, m30, ...answers } = called ?? {
    m5: 0,
    m15: 0,
    m30: 0,
    called: 0,
    acknowledged: 0,
    accepted: 0,
    arrived: 0,
  }
  return {
    warned: warned?.n ?? 0,
    ...(required ?? { affected: 0, required: 0, uncovered_before: 0, uncovered_after: 0 }),
    ...answers,
    answered_within: { '5': m5, '15': m15, '30': m30 },
    late_evidence: late?.n ?? 0,
    unplaced,
    seconds,
    faults: [...faults, ...aside],
  }
}
