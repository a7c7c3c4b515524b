import type { Tx } from '../../src/db/connect.ts'

const NAMES = ['required', 'unheld', 'late', 'nobody', 'agreed', 'arrived', 'heard', 'expected'] as const
type Figures = Record<(typeof NAMES)[number], number>

/** `tree node rule` → the counts in the order of NAMES; nodes with nothing are left out. */
export type Counted = Record<string, number[]>

/**
 * What coverage ought to say of every node, counted afresh from requirements, duties, absences, answers and records, along both
 * trees from the leaves to the root: slow, and with nothing in common with the way in which coverage is kept.
 */
export async function recount(tx: Tx, now: Date, lane = 'actual'): Promise<Counted> {
  // Who was asked for a duty and stands by a yes: read from all summonses, whoever holds the duty.
  const says = (there: boolean) => tx`
    count(*) filter (where exists (select from summons s where s.district = d.district and s.campaign = d.campaign
      and d.id = any(s.duties) and s.accepted_at is not null and s.stood_down_at is null
      and (s.declined_at is null or s.accepted_at >= s.declined_at)
      ${there ? tx`and s.arrived_at is not null` : tx``}))`
  const late = tx`case when r.every is null then e.last is null and r.first_due <= ${now}
    else coalesce(e.last, r.starts) + r.every <= ${now} end`
  const rows = await tx<(Omit<Figures, 'required'> & { area: string; unit: string | null; rule: string })[]>`
    select r.area, r.unit, r.rule, (h.held < r.needed)::int as unheld, (h.held = 0)::int as nobody,
      (h.agreed >= r.needed)::int as agreed, (h.arrived >= r.needed)::int as arrived,
      (r.evidence is not null)::int as expected, (r.evidence is not null and ${late})::int as late,
      (r.evidence is not null and not ${late} and (e.last > r.starts or r.every is null and e.last is not null) is true)::int as heard
    from requirement r join campaign c on c.district = r.district and c.id = r.campaign,
      lateral (select max(o.occurred_at) as last from record o where o.district = r.district and o.subject = r.subject
        and o.kind = r.evidence and o.lane = c.lane and o.occurred_at >= r.starts) e,
      lateral (select count(*) as held, ${says(false)} as agreed, ${says(true)} as arrived from (
        select d.district, c.id as campaign, d.id from duty d
        where d.district = r.district and d.subject = r.subject and d.role = r.role
          and d.lane in ('actual', c.lane) and d.starts <= ${now} and d.ends > ${now} and not exists (
            select from absence w where w.district = r.district and w.person = d.holder and w.kind = 'away'
              and w.starts <= ${now} and w.ends > ${now}) and not exists (
            select from summons s where s.district = r.district and s.campaign = c.id and d.id = any(s.duties)
              and s.declined_at is not null and (s.accepted_at is null or s.accepted_at < s.declined_at))) d) h
    where c.lane = ${lane} and c.ends > ${now} and r.starts <= ${now} and r.ends > ${now}`
  const paths = new Map(
    (await tx<{ code: string; path: string[] }[]>`select code, path from area`).map((a) => [a.code, a.path]),
  )
  const edges = await tx<{ unit: string; parent: string }[]>`
    select unit, parent from unit_parent where starts <= ${now} and ends > ${now}`
  const above = new Map(edges.map((e) => [e.unit, e.parent]))
  const counted: Counted = {}
  for (const { area, unit, rule, ...own } of rows) {
    const nodes = (paths.get(area) ?? []).map((code) => `area ${code}`)
    for (let at = unit ?? undefined; at; at = above.get(at)) nodes.push(`unit ${at}`)
    const figures = { required: 1, ...own }
    for (const node of nodes) {
      const before = counted[`${node} ${rule}`] ?? NAMES.map(() => 0)
      counted[`${node} ${rule}`] = NAMES.map((name, i) => (before[i] ?? 0) + figures[name])
    }
  }
  return counted
}

/** What coverage says, with what acts have added and was not added up yet. */
export async function counted(tx: Tx, lane = 'actual'): Promise<Counted> {
  const columns = tx.unsafe(NAMES.join(', '))
  const rows = await tx<(Figures & { key: string })[]>`
    select tree || ' ' || node || ' ' || rule as key, ${tx.unsafe(NAMES.map((c) => `sum(${c})::int as ${c}`).join(', '))}
    from (
      select tree, node, rule, ${columns} from coverage where lane = ${lane}
      union all select tree, node, rule, ${columns} from coverage_delta where lane = ${lane}
    ) c group by tree, node, rule`
  return Object.fromEntries(
    rows.filter((r) => NAMES.some((n) => r[n] !== 0)).map((r) => [r.key, NAMES.map((name) => r[name])]),
  )
}
