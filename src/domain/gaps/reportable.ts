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
 */
export async function reportable(tx: Tx, district: string, lane: string, now: Date, soon: Date): Promise<Reportable[]> {
  return tx<Reportable[]>`
    select w.*, json_build_array(st_x(here.at), st_y(here.at)) as at from (
      select distinct on (r.subject, r.rule, r.starts) r.subject, r.evidence, r.every is not null as every, r.starts,
        nullif(r.due, 'infinity') as due, d.holder, s.arrived_at as "arrivedAt"
      from campaign c
        join requirement r on r.district = c.district and r.campaign = c.id and r.evidence is not null
        join duty d on d.district = r.district and d.subject = r.subject and d.role = r.role and d.starts <= ${now} and d.ends > ${now}
        join summons s on s.district = d.district and s.person = d.holder and s.campaign = c.id and d.id = any(s.duties)
      where c.district = ${district} and c.lane = ${lane} and c.ends = 'infinity'
        and r.starts <= ${now} and r.ends > ${now} and r.due < 'infinity' and (r.every is null or r.due <= ${soon})
        and s.arrived_at <= ${now}
      order by r.subject, r.rule, r.starts, s.arrived_at
    ) w join place p on p.district = ${district} and p.id = w.subject, lateral (select st_pointonsurface(p.geom) as at) here
    order by w.subject, w.starts, w.evidence`
}
