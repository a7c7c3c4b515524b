import type { Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'

/** Evidence that is awaited of somebody who is there to give it. */
export interface Reportable {
  subject: string
  evidence: string
  /** Asked again and again, not once. */
  every: boolean
  starts: Date
  due: Date | null
  holder: string
  arrivedAt: Date
  /** Where the place is: who is there tells of it from there. */
  at: Position
}

/**
 * The evidence awaited in a district from people who have arrived: what is asked again and again as it falls due by
 * `soon`, and what is asked once for as long as it is missing. One holder for each, the first to have arrived.
 *
 * What is awaited is found first, and by two indexes: time will still change it (requirement_due), or it is late and so
 * a gap (requirement_gaps). Its holders are then looked for one place after another (duty_by_subject,
 * summons_by_person): the planner began with all who have arrived and all who hold anything, at every look.
 */
export async function reportable(tx: Tx, district: string, lane: string, now: Date, soon: Date): Promise<Reportable[]> {
  return tx<Reportable[]>`
    with awaited as materialized (
      select r.* from requirement r
      where r.district = ${district} and r.campaign in (
          select id from campaign where district = ${district} and lane = ${lane} and ends = 'infinity')
        and (r.check_at < 'infinity' or r.gap_since is not null) and r.evidence is not null
        and r.starts <= ${now} and r.ends > ${now} and r.due < 'infinity' and (r.every is null or r.due <= ${soon})
    )
    select w.*, json_build_array(st_x(here.at), st_y(here.at)) as at from (
      select distinct on (r.subject, r.rule, r.starts) r.subject, r.evidence, r.every is not null as every, r.starts,
        r.due, h.holder, h.arrived_at as "arrivedAt"
      from awaited r, lateral (
        select d.holder, s.arrived_at from duty d
          join summons s on s.district = ${district} and s.person = d.holder and s.campaign = r.campaign
            and s.arrived_at <= ${now} and d.id = any(s.duties)
        where d.district = ${district} and d.subject = r.subject and d.role = r.role
          and d.starts <= ${now} and d.ends > ${now}
        order by s.arrived_at, d.holder limit 1) h
      order by r.subject, r.rule, r.starts, h.arrived_at
    ) w join place p on p.district = ${district} and p.id = w.subject, lateral (select st_pointonsurface(p.geom) as at) here
    order by w.subject, w.starts, w.evidence`
}
