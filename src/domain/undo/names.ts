import type { Tx } from '../../db/connect.ts'
import type { KeptAct } from './find-act.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What acts are about, by their ids, and who did them, by how they stand there (primary keys of person, place, unit and warning). */
export async function namesOfActs(tx: Tx, district: string, acts: readonly KeptAct[]): Promise<Map<string, string>> {
  const about = new Map(acts.flatMap((a) => (aboutOf(a) ? [[a.id, aboutOf(a) as string] as const] : [])))
  const actors = new Set(acts.map((a) => a.actor).filter((actor) => actor.startsWith('person:')))
  const ids = [...new Set([...about.values(), ...[...actors].map((a) => a.slice('person:'.length))])]
  if (ids.length === 0) return new Map()
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${ids}::uuid[])
    union all select id, name from place where district = ${district} and id = any(${ids}::uuid[])
    union all select id, name from unit where district = ${district} and id = any(${ids}::uuid[])`
  const warnings = await tx<{ id: string; name: string }[]>`
    select id, coalesce(parsed #>> '{infos,0,headline}', parsed #>> '{infos,0,event}', identifier) as name
    from warning where id = any(${ids}::uuid[])`
  const names = new Map([...found, ...warnings].map((n) => [n.id, n.name]))
  const named = (key: string, id: string) => (names.has(id) ? [[key, names.get(id) as string] as const] : [])
  return new Map([
    ...[...about].flatMap(([act, id]) => named(act, id)),
    ...[...actors].flatMap((actor) => named(actor, actor.slice('person:'.length))),
  ])
}

/** The id of what an act names: of a duty that was given its place, or its holder where there are several. */
function aboutOf({ subject, detail }: KeptAct): string | null {
  for (const id of [detail.subject, detail.holder, subject]) if (typeof id === 'string' && UUID.test(id)) return id
  return null
}
