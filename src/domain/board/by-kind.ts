import type { Tx } from '../../db/connect.ts'
import { addCounts, type Counts, NO_COUNTS, pickCounts } from '../gaps/counts.ts'
import type { PlaceKindCounts, RuleCounts, SummedCounts } from './model.ts'

/** Of which kind of place a rule asks something, by `playbook rule`. */
export type RuleKinds = ReadonlyMap<string, string>

/** The kinds of all rules that were ever loaded, each as its newest version has it. */
export async function ruleKinds(tx: Tx): Promise<RuleKinds> {
  const rows = await tx<{ rule: string; kind: string }[]>`
    select distinct on (p.id, r.rule ->> 'id') p.id || ' ' || (r.rule ->> 'id') as rule, r.rule -> 'subject' ->> 'kind' as kind
    from playbook p, jsonb_array_elements(p.body -> 'rules') as r (rule)
    order by p.id, r.rule ->> 'id', p.version desc`
  return new Map(rows.map((r) => [r.rule, r.kind]))
}

/** Adds up the counts of rules, as a whole and by kind of place, the worst kind first. */
export function sumByKind(
  counts: readonly (Counts & { playbook: string; rule: string })[],
  kinds: RuleKinds,
): SummedCounts {
  const sums = new Map<string, PlaceKindCounts>()
  for (const c of counts) {
    const kind = kinds.get(`${c.playbook} ${c.rule}`) ?? ''
    sums.set(kind, { kind, ...addCounts(sums.get(kind) ?? NO_COUNTS, c) })
  }
  return summed([...sums.values()])
}

/** The same of rules of which the kind is known. */
export function sumOfRules(rules: readonly RuleCounts[]): SummedCounts {
  return sumByKind(rules, new Map(rules.map((r) => [`${r.playbook} ${r.rule}`, r.kind])))
}

/** Adds up what was added up by kind: of nodes beside one another. */
export function sumOfSums(all: readonly SummedCounts[]): SummedCounts {
  const sums = new Map<string, PlaceKindCounts>()
  for (const c of all.flatMap((sum) => sum.kinds))
    sums.set(c.kind, { kind: c.kind, ...addCounts(sums.get(c.kind) ?? NO_COUNTS, c) })
  return summed([...sums.values()])
}

export const NO_SUM: SummedCounts = { ...NO_COUNTS, kinds: [] }

function summed(kinds: PlaceKindCounts[]): SummedCounts {
  const some = kinds.filter((k) => k.required !== 0)
  return { ...pickCounts(kinds.reduce<Counts>(addCounts, NO_COUNTS)), kinds: some.sort(worseFirst) }
}

/** By the share named, then by that which has said yes, then by that which is late; the smaller kind before the larger. */
function worseFirst(a: PlaceKindCounts, b: PlaceKindCounts): number {
  const share = (n: number, c: Counts) => n / c.required
  return (
    share(b.unheld, b) - share(a.unheld, a) ||
    share(a.agreed, a) - share(b.agreed, b) ||
    share(b.late, b) - share(a.late, a) ||
    a.required - b.required ||
    (a.kind < b.kind ? -1 : 1)
  )
}
