import type { Tx } from '../../db/connect.ts'

/** Whose counts, of a campaign's playbook in its lane. */
interface CountedOf {
  lane: string
  playbook: string
}

/**
 * The last moment, up to one past, at which anything was counted or done in a district: what time alone changes (evidence falls due,
 * a shift begins) is counted when the engine looks, which in an exercise is every few minutes and in real life may be late. Rows of
 * the past are worked out as of this moment, so that there are as many as the log says that there were. The moment itself where
 * nothing is known before it (keys of coverage, its log, index coverage_delta_by_node, audit_by_time).
 */
export async function countedUpTo(tx: Tx, district: string, { lane, playbook }: CountedOf, at: Date): Promise<Date> {
  const [row] = await tx<{ at: Date | null }[]>`
    select greatest((
        select max(l.at) from coverage k, lateral (
          select g.at from coverage_log g
          where g.district = ${district} and g.tree = 'area' and g.node = ${district} and g.lane = ${lane}
            and g.playbook = ${playbook} and g.rule = k.rule and g.at <= ${at} order by g.at desc limit 1) l
        where k.district = ${district} and k.tree = 'area' and k.node = ${district} and k.lane = ${lane} and k.playbook = ${playbook}
      ), (
        select max(d.at) from coverage_delta d
        where d.district = ${district} and d.tree = 'area' and d.node = ${district} and d.lane = ${lane} and d.at <= ${at}
      ), (
        select a.at from audit a where a.district = ${district} and a.at <= ${at} and (a.lane is null or a.lane = ${lane})
        order by a.at desc, a.id desc limit 1
      )) as at`
  return row?.at ?? at
}
