import { MusterError } from '../../base/errors.ts'
import type { Page } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import type { Playbook } from './model.ts'
import { type ToldPlaybook, tellPlaybook } from './told.ts'

/** A playbook in a list. `inForce`: campaigns of the lane that are open under this version. */
export type PlaybookSummary = Pick<Playbook, 'id' | 'version' | 'title' | 'events' | 'levels'> & {
  loadedAt: Date
  inForce: number
}

/** The newest version of every playbook, by id (primary key). They are few, so that there is never a second page. */
export async function readPlaybooks(tx: Tx, _viewer: Viewer, lane: string): Promise<Page<PlaybookSummary>> {
  const rows = await tx<{ body: Playbook; loadedAt: Date; inForce: number }[]>`
    select p.body, p.loaded_at as "loadedAt", coalesce(c.n, 0)::int as "inForce"
    from (select distinct on (id) * from playbook order by id, version desc) p
      left join (select playbook, version, count(*) as n from campaign
          where lane = ${lane} and ends = 'infinity' group by playbook, version) c
        on c.playbook = p.id and c.version = p.version
    order by p.id`
  const items = rows.map(({ body: { id, version, title, events, levels }, loadedAt, inForce }) => ({
    id,
    version,
    title,
    events,
    levels,
    loadedAt,
    inForce,
  }))
  return { items, next: null }
}

/** One playbook as people read it, its newest version or the one that a campaign froze. PLAYBOOK_UNKNOWN. */
export async function readPlaybookTold(
  tx: Tx,
  _viewer: Viewer,
  id: string,
  version?: number,
): Promise<ToldPlaybook & { loadedAt: Date; versions: { version: number; loadedAt: Date }[] }> {
  const versions = await tx<{ version: number; loadedAt: Date }[]>`
    select version, loaded_at as "loadedAt" from playbook where id = ${id} order by version desc`
  const wanted = versions.find((v) => version === undefined || v.version === version)
  if (!wanted) throw new MusterError('PLAYBOOK_UNKNOWN', { playbook: version === undefined ? id : `${id} ${version}` })
  const [row] = await tx<{ body: Playbook; text: string | null }[]>`
    select body, text from playbook where id = ${id} and version = ${wanted.version}`
  const { body, text } = row as NonNullable<typeof row>
  return { ...tellPlaybook(body, text), loadedAt: wanted.loadedAt, versions: [...versions] }
}
