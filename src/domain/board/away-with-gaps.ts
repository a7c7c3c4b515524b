import type { Tx } from '../../db/connect.ts'
import type { CampaignAt } from './model.ts'

/**
 * Somebody who is away and answers for places at which too few are meanwhile: gaps that a stand-in ends, or they themselves where
 * they are back after all.
 */
export interface AwayWithGaps {
  person: string
  name: string
  /** The absence that lasts longest. */
  absence: string
  /** Null: until further notice. */
  until: Date | null
  /** Of their duties, those that such a gap is for. */
  duties: number
  /** The campaign that asks for the first of them, and its gaps, to act on. */
  campaign: string
  playbook: string
  gaps: { subject: string; place: string; rule: string; starts: Date }[]
}

const AWAY = 10
/** Gaps of one holder who is away that are told by name. */
const NAMED = 20

/**
 * Who is away and answers for places at which these campaigns have too few, the most duties first. Absences are found from those
 * that are not over (absence_by_end), the duties of each by their holder, and what is required by the place of each
 * (duty_by_holder, primary key of requirement): none of the three is joined.
 */
export async function awayWithGaps(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  campaigns: readonly CampaignAt[],
): Promise<AwayWithGaps[]> {
  const ids = campaigns.map((c) => c.id)
  if (ids.length === 0) return []
  const rows = await tx<AwayRow[]>`
    with away as materialized (
      select distinct on (person) person, id, ends from absence
      where district = ${district} and kind = 'away' and starts <= ${now} and ends > ${now} order by person, ends desc, id
    )
    select person, absence, until, cardinality(gaps) as duties, to_jsonb(gaps[1:${NAMED}]) as gaps from (
      select a.person, a.id as absence, nullif(a.ends, 'infinity') as until, array(
        select jsonb_build_object('campaign', r.campaign, 'subject', d.subject, 'rule', r.rule, 'starts', r.starts) from (
          select subject, role from duty d
          where d.district = ${district} and d.holder = a.person and d.starts <= ${now} and d.ends > ${now}
            and d.lane in ('actual', ${lane}) offset 0) d, lateral (
          select * from requirement r
          where r.district = ${district} and r.subject = d.subject and r.campaign = any(${ids}::uuid[]) and r.role = d.role
            and r.starts <= ${now} and r.ends > ${now} and r.held < r.needed offset 0) r
        order by r.risk desc, r.campaign, d.subject, r.rule) as gaps
      from away a offset 0
    ) h where gaps <> '{}' order by cardinality(gaps) desc, person limit ${AWAY}`
  const named = [...rows.map((r) => r.person), ...rows.flatMap((r) => r.gaps.map((g) => g.subject))]
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${named}::uuid[])
    union all select id, name from place where district = ${district} and id = any(${named}::uuid[])`
  const names = new Map(found.map((f) => [f.id, f.name]))
  const playbookOf = new Map(campaigns.map((c) => [c.id, c.playbook]))
  return rows.map(({ person, absence, until, duties, gaps }) => {
    const campaign = gaps[0]?.campaign ?? ''
    const own = gaps.filter((g) => g.campaign === campaign)
    return {
      person,
      name: names.get(person) ?? '',
      absence,
      until,
      duties,
      campaign,
      playbook: playbookOf.get(campaign) ?? '',
      // Moments inside JSON come as text.
      gaps: own.map(({ subject, rule, starts }) => {
        return { subject, place: names.get(subject) ?? '', rule, starts: new Date(starts) }
      }),
    }
  })
}

interface AwayRow {
  person: string
  absence: string
  until: Date | null
  duties: number
  gaps: { campaign: string; subject: string; rule: string; starts: string }[]
}
