import type { Tx } from '../../src/db/connect.ts'

/** `tree node rule` → [required, unheld, late]; nodes with nothing are left out. */
export type Counted = Record<string, number[]>

/**
 * What coverage ought to say of every node, counted afresh from requirements, duties, absences, answers and records, along both
 * trees from the leaves to the root: slow, and with nothing in common with the way in which coverage is kept.
 */
export async function recount(tx: Tx, now: Date, lane = 'actual'): Promise<Counted> {
  const rows = await tx<{ area: string; unit: string | null; rule: string; unheld: boolean; late: boolean }[]>`
    select r.area, r.unit, r.rule,
      (select count(*) from duty d where d.district = r.district and d.subject = r.subject and d.role = r.role
        and d.lane in ('actual', c.lane) and d.starts <= ${now} and d.ends > ${now} and not exists (
          select from absence w where w.district = r.district and w.person = d.holder and w.kind = 'away'
            and w.starts <= ${now} and w.ends > ${now}) and not exists (
          select from summons s where s.district = r.district and s.campaign = c.id and d.id = any(s.duties)
            and s.declined_at is not null and (s.accepted_at is null or s.accepted_at < s.declined_at))) < r.needed as unheld,
      r.evidence is not null and (case when r.every is null then e.last is null and r.first_due <= ${now}
        else coalesce(e.last, r.starts) + r.every <= ${now} end) as late
    from requirement r join campaign c on c.district = r.district and c.id = r.campaign,
      lateral (select max(o.occurred_at) as last from record o where o.district = r.district and o.subject = r.subject
        and o.kind = r.evidence and o.lane = c.lane and o.occurred_at >= r.starts) e
    where c.lane = ${lane} and c.ends > ${now} and r.starts <= ${now} and r.ends > ${now}`
  const paths = new Map(
    (await tx<{ code: string; path: string[] }[]>`select code, path from area`).map((a) => [a.code, a.path]),
  )
  const edges = await tx<{ unit: string; parent: string }[]>`
    select unit, parent from unit_parent where starts <= ${now} and ends > ${now}`
  const above = new Map(edges.map((e) => [e.unit, e.parent]))
  const counted: Counted = {}
  for (const { area, unit, rule, unheld, late } of rows) {
    const nodes = (paths.get(area) ?? []).map((code) => `area ${code}`)
    for (let at = unit ?? undefined; at; at = above.get(at)) nodes.push(`unit ${at}`)
    for (const node of nodes) {
      const [required = 0, lacking = 0, silent = 0] = counted[`${node} ${rule}`] ?? []
      counted[`${node} ${rule}`] = [required + 1, lacking + Number(unheld), silent + Number(late)]
    }
  }
  return counted
}

/** What coverage says, with what acts have added and was not added up yet. */
export async function counted(tx: Tx, lane = 'actual'): Promise<Counted> {
  const rows = await tx<{ key: string; required: number; unheld: number; late: number }[]>`
    select tree || ' ' || node || ' ' || rule as key, sum(required)::int as required, sum(unheld)::int as unheld,
      sum(late)::int as late
    from (
      select tree, node, rule, required, unheld, late from coverage where lane = ${lane}
      union all select tree, node, rule, required, unheld, late from coverage_delta where lane = ${lane}
    ) c group by tree, node, rule`
  return Object.fromEntries(
    rows
      .filter((r) => r.required !== 0 || r.unheld !== 0 || r.late !== 0)
      .map((r) => [r.key, [r.required, r.unheld, r.late]]),
  )
}
