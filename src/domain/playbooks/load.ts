import { createHash } from 'node:crypto'
import { MusterError } from '../../base/errors.ts'
import { checkParts, type Parts } from './check.ts'
import { type Fault, sayFault } from './faults.ts'
import type { Count, Ladder, Playbook, Rule, RulePrices, Weight, Words } from './model.ts'
import { parseYaml } from './parse.ts'
import { type CalloutSheet, type CountSheet, type LevelSheet, type RuleSheet, readPart, sheet, top } from './sheet.ts'

/** Faults told at once; a file that is no playbook at all may have thousands. */
const MOST_TOLD = 50

/**
 * Reads a playbook from YAML; `path` is only named in messages. Throws PLAYBOOK_INVALID with every fault found, one a
 * line, as `path:line:column: where: what. advice`. The format is told in docs/playbooks.md.
 */
export function loadPlaybook(text: string, path: string): Playbook {
  const { playbook, faults } = readPlaybook(text)
  if (!playbook) throw invalid(path, faults)
  return playbook
}

/** Reads a playbook from YAML: it, or every fault found. */
export function readPlaybook(text: string): { playbook: Playbook | null; faults: Fault[] } {
  const { value, faults } = parseYaml(text)
  const refused = () => ({ playbook: null, faults: faults.list() })
  if (faults.count() > 0) return refused()
  readPart(top, value, [], faults)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused()

  const file = value as Record<string, unknown>
  const id = readPart(sheet.playbook, file.playbook, ['playbook'], faults)
  const version = readPart(sheet.version, file.version, ['version'], faults)
  const title = readPart(sheet.title, file.title, ['title'], faults)
  const events = readPart(sheet.events, file.events, ['events'], faults)
  const levels = entriesOf(file.levels).map((level, at) => readPart(sheet.level, level, ['levels', at], faults))
  const rules = entriesOf(file.rules).map((rule, at) => readPart(sheet.rule, rule, ['rules', at], faults))
  const parts: Parts = {
    words: readPart(sheet.words, file.words, ['words'], faults),
    levels: levels.length > 0 && levels.every((level) => level !== null) ? levels : null,
    rules: rules.flatMap((rule, at) => (rule ? [{ at, rule }] : [])),
    callout: readPart(sheet.callout, file.callout, ['callout'], faults),
  }
  checkParts(parts, faults)
  const { words, callout } = parts
  if (faults.count() > 0 || !id || !version || !title || !events || !words || !parts.levels || !callout) {
    return refused()
  }

  const resolved = {
    id,
    version,
    title,
    events,
    levels: parts.levels,
    rules: parts.rules.map(({ rule }) => ruleOf(rule, parts.levels ?? [], words)),
    callout: ladderOf(callout),
  }
  const hash = createHash('sha256').update(canonical(resolved)).digest('hex')
  return { playbook: { ...resolved, hash }, faults: [] }
}

function ruleOf(rule: RuleSheet, levels: LevelSheet[], words: Record<string, Words>): Rule {
  const { holders, evidence } = rule
  const used = [rule.each.kind, rule.role, ...holders.kinds, ...holders.skills, ...(evidence ? [evidence.record] : [])]
  return {
    id: rule.id,
    title: rule.title,
    from: rule.from,
    subject: { kind: rule.each.kind, ...(rule.each.near !== undefined && { nearM: rule.each.near }) },
    role: rule.role,
    sole: rule.sole,
    risk: rule.risk,
    count: countsOf(rule, levels),
    shift: rule.shift ? { lengthMs: rule.shift.length, firstMs: rule.shift.first } : null,
    holders: {
      kinds: holders.kinds,
      skills: holders.skills,
      withinM: holders.within ?? null,
      atMost: holders['at-most'],
      ...(holders['at-least'] > 1 && { atLeast: holders['at-least'] }),
    },
    ...(rule.weight && { weight: weightOf(rule.weight) }),
    ...(rule.prices && { prices: pricesOf(rule.prices) }),
    evidence: evidence
      ? { record: evidence.record, everyMs: evidence.every ?? null, withinMs: evidence.within ?? null }
      : null,
    fill: rule.fill,
    words: Object.fromEntries(used.flatMap((slug) => (words[slug] ? [[slug, words[slug]]] : []))),
  }
}

function weightOf({ people, per }: NonNullable<RuleSheet['weight']>): Weight {
  return per === undefined ? { people: people ?? 1 } : { perM: per }
}

function pricesOf(prices: NonNullable<RuleSheet['prices']>): RulePrices {
  const { leaving, uneven, crossing, river, wish, apart, far, 'far-branch': farBranch } = prices
  const whole = (metres: number | undefined) => (metres === undefined ? null : Math.round(metres))
  const beyond = (asked: typeof far) => (asked ? { beyondM: asked.beyond, metres: Math.round(asked.price) } : null)
  return {
    leaving: whole(leaving),
    uneven: whole(uneven),
    crossing: whole(crossing),
    river: whole(river),
    wish: whole(wish),
    apart: whole(apart),
    far: beyond(far),
    farBranch: beyond(farBranch),
  }
}

/** One count for each level from the rule's own upward; `count-at` changes it there and at every level above. */
function countsOf(rule: RuleSheet, levels: LevelSheet[]): Rule['count'] {
  let count = countOf(rule.count)
  return levels.slice(levels.findIndex((level) => level.id === rule.from)).map(({ id: level }) => {
    const changed = rule['count-at'][level]
    if (changed) count = countOf(changed)
    return { level, ...count }
  })
}

function countOf(count: CountSheet): Count {
  return count.per === undefined
    ? { n: count.n, perM: null, atLeast: count.n }
    : { n: count.n, perM: count.per, atLeast: count['at-least'] ?? 1 }
}

function ladderOf(callout: CalloutSheet): Ladder {
  return {
    steps: callout.steps.map(({ wait, ...step }) => ({ ...step, waitMs: wait })),
    deputyRole: callout.deputy,
    superiorRole: callout.superior,
    arriveWithinMs: callout['arrive-within'],
  }
}

function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** JSON with its keys in order, so that the order in which somebody wrote them does not show in the hash. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )
}

function invalid(path: string, faults: Fault[]): MusterError {
  const n = faults.length
  const told = faults.slice(0, MOST_TOLD).map((fault) => sayFault(path, fault))
  if (n > told.length) told.push(`… and ${n - told.length} more`)
  return new MusterError('PLAYBOOK_INVALID', {
    path,
    count: n === 1 ? '1 fault' : `${n} faults`,
    faults: told.join('\n'),
  })
}
