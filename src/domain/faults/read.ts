import { adviceFor } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import { failingSteps } from '../../db/backlog.ts'
import type { Tx } from '../../db/connect.ts'
import { type Aside, againAt, asideCounts, asideIn } from '../../db/set-aside.ts'
import type { Viewer } from '../audit/model.ts'
import type { FlowFault, FlowFaults } from './model.ts'

/** Faults that are listed; more are counted. */
const LISTED = 200

/**
 * What the flow could not do in a lane: in a district with what belongs to none, or in all. People's names and warnings' titles
 * are read for what is listed.
 */
export async function readFlowFaults(
  tx: Tx,
  _viewer: Viewer,
  lane: string,
  district: string | null,
): Promise<FlowFaults> {
  const where = district === null ? null : [...new Set([district, EVERYWHERE])]
  const [aside, counts, failing] = await Promise.all([
    asideIn(tx, lane, where, LISTED),
    asideCounts(tx, lane, where),
    failingSteps(tx, lane, where, LISTED),
  ])
  const names = await namesOf(tx, aside)
  const items: FlowFault[] = [
    ...failing.map((f) => ({ ...f, item: null, name: null, tries: f.fails, againAt: f.putOffUntil })),
    ...aside.map((a) => ({ ...a, name: names.get(a.item) ?? null, againAt: againAt(a) })),
  ].map(({ district, step, item, name, code, reason, since, tries, againAt }) => ({
    district,
    step,
    item,
    name,
    code,
    reason,
    do: adviceFor(code),
    since,
    tries,
    againAt,
  }))
  items.sort((a, b) => a.since.getTime() - b.since.getTime())
  const oldest = [...counts.map((c) => c.oldest), ...failing.map((f) => f.since)].sort((a, b) => Number(a) - Number(b))
  return {
    count: counts.reduce((sum, c) => sum + c.count, failing.length),
    oldest: oldest[0] ?? null,
    items: items.slice(0, LISTED),
  }
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g

/** The names of people and the titles of warnings whose ids are in items, by item (primary keys of person and warning). */
async function namesOf(tx: Tx, aside: readonly Aside[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const withIds = aside.map((a) => ({ ...a, ids: a.item.match(UUID) ?? [] })).filter((a) => a.ids.length > 0)
  for (const [district, own] of Map.groupBy(withIds, (a) => a.district)) {
    const ids = [...new Set(own.flatMap((a) => a.ids))]
    const known = new Map(
      [
        ...(await tx<{ id: string; name: string }[]>`
          select id, name from person where district = ${district} and id = any(${ids}::uuid[])`),
        ...(await tx<{ id: string; name: string }[]>`
          select id, coalesce(parsed #>> '{infos,0,headline}', parsed #>> '{infos,0,event}', identifier) as name
          from warning where id = any(${ids}::uuid[])`),
      ].map((row) => [row.id, row.name]),
    )
    for (const a of own) {
      const name = a.ids.map((id) => known.get(id)).find((found) => found !== undefined)
      if (name !== undefined) names.set(a.item, name)
    }
  }
  return names
}
