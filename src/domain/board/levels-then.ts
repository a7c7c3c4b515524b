import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** The highest level that the zones of each campaign stood at, by id (primary key of campaign_zone); none in force: not in it. */
export async function levelsThen(
  tx: Tx,
  campaigns: { district: string; id: string }[],
  at: Date,
): Promise<Map<string, string>> {
  const found = await tx<{ id: string; level: string }[]>`
    select distinct on (c.id) c.id, z.level
    from ${rows(tx, campaigns, { district: 'text', id: 'uuid' })}
      join campaign c on c.district = t.district and c.id = t.id
      join campaign_zone z on z.district = c.district and z.campaign = c.id and z.starts <= ${at} and z.ends > ${at}
      join playbook p on p.id = c.playbook and p.version = c.version,
      jsonb_array_elements(p.body -> 'levels') with ordinality l (body, rank)
    where l.body ->> 'id' = z.level order by c.id, l.rank desc`
  return new Map(found.map((r) => [r.id, r.level]))
}
