import { DAY } from '../../base/clock.ts'
import { didYouMean, type Faults, type Path } from './faults.ts'
import { sayDuration } from './measures.ts'
import type { Severity, Words } from './model.ts'
import type { CalloutSheet, CountSheet, LevelSheet, RuleSheet } from './sheet.ts'

/**
 * The parts of a file that fit their shape; null for one that does not, and then nothing is compared with it: a slip in
 * a level must not be told again at every rule that names it.
 */
export interface Parts {
  words: Record<string, Words> | null
  levels: LevelSheet[] | null
  /** Each with its position in the list, because the ones that do not fit are left out. */
  rules: { at: number; rule: RuleSheet }[]
  callout: CalloutSheet | null
}

/** CAP severities that a playbook must give a level, weakest first. Unknown may be left out: it means the lowest. */
const MUST_MEAN: Severity[] = ['Minor', 'Moderate', 'Severe', 'Extreme']

/** Compares the parts with each other: what each could say alone, but not beside the rest. */
export function checkParts({ words, levels, rules, callout }: Parts, faults: Faults): void {
  if (levels) checkLevels(levels, faults)
  const levelIds = levels?.map((level) => level.id) ?? null
  const ids = new Map<string, number>()
  const roles = new Map<string, string>()
  let near: number | null = null
  for (const { at, rule } of rules) {
    const path = ['rules', at]
    const wordFor = (slug: string, ...on: Path) => {
      if (words && !Object.hasOwn(words, slug)) {
        faults.add([...path, ...on], `"${slug}" has no words`, `Add ${slug}: { en: …, zh: … } under words.`)
      }
    }
    if (ids.has(rule.id)) {
      faults.add([...path, 'id'], `rule ${(ids.get(rule.id) ?? 0) + 1} has this id too`, 'Give each rule its own id.')
    }
    ids.set(rule.id, at)
    // A duty names its subject and role, not its rule: two rules over one pair would both count the same duty as theirs.
    const pair = `${rule.each.kind}/${rule.role}`
    if (roles.has(pair)) {
      const advice = 'Make one rule of the two with count-at, or name another role.'
      faults.add([...path, 'role'], `rule "${roles.get(pair)}" asks for this role at the same places`, advice)
    }
    roles.set(pair, rule.id)
    if (levelIds) checkRuleLevels(rule, path, levelIds, faults)
    checkCounts(rule, path, faults)
    checkTimes(rule, path, faults)
    checkLoads(rule, path, faults)
    checkWeight(rule, path, faults)
    wordFor(rule.each.kind, 'each')
    near = checkNear(rule, path, near, faults)
    wordFor(rule.role, 'role')
    rule.holders.kinds.forEach((kind, i) => {
      wordFor(kind, 'holders', 'kinds', i)
    })
    rule.holders.skills.forEach((skill, i) => {
      wordFor(skill, 'holders', 'skills', i)
    })
    if (rule.evidence) wordFor(rule.evidence.record, 'evidence', 'record')
  }
  if (callout) checkLadder(callout, faults)
}

function checkLevels(levels: LevelSheet[], faults: Faults): void {
  const ids = new Set<string>()
  const meant = new Map<Severity, number>()
  levels.forEach((level, at) => {
    if (ids.has(level.id)) faults.add(['levels', at, 'id'], 'another level has this id', 'Give each level its own id.')
    ids.add(level.id)
    level.severities.forEach((severity, i) => {
      const path = ['levels', at, 'severities', i]
      if (meant.has(severity)) faults.add(path, `${severity} means another level already`, 'Leave it at one level.')
      else meant.set(severity, at)
    })
  })
  let highest = -1
  for (const severity of MUST_MEAN) {
    const at = meant.get(severity)
    if (at === undefined) faults.add(['levels'], `no level is meant by ${severity}`, 'Add it to the severities of one.')
    else if (at < highest) {
      const advice = 'Write the lowest level first, and stronger severities at higher levels.'
      faults.add(['levels', at, 'severities'], `${severity} means a lower level than a weaker severity does`, advice)
    }
    highest = Math.max(highest, at ?? -1)
  }
}

function checkRuleLevels(rule: RuleSheet, path: Path, levelIds: string[], faults: Faults): void {
  const from = levelIds.indexOf(rule.from)
  if (from < 0) faults.add([...path, 'from'], `no level "${rule.from}"`, didYouMean(rule.from, levelIds))
  for (const level of Object.keys(rule['count-at'])) {
    const at = levelIds.indexOf(level)
    const on = [...path, 'count-at', level]
    if (at < 0) faults.add(on, `no level "${level}"`, didYouMean(level, levelIds), 'key')
    else if (at < from) faults.add(on, `the rule holds only from ${rule.from}`, 'Leave it out, or lower from.', 'key')
  }
}

/** A zone has one margin, whichever rule is asked. */
function checkNear({ each }: RuleSheet, path: Path, before: number | null, faults: Faults): number | null {
  if (before !== null && each.near !== undefined && each.near !== before) {
    faults.add([...path, 'each', 'near'], `another rule says ${before} m`, 'Write the same in each, or in one only.')
  }
  return before ?? each.near ?? null
}

function checkCounts(rule: RuleSheet, path: Path, faults: Faults): void {
  const counts: [Path, CountSheet][] = [[[...path, 'count'], rule.count]]
  for (const [level, count] of Object.entries(rule['count-at'])) counts.push([[...path, 'count-at', level], count])
  for (const [on, count] of counts) {
    if (rule.sole && (count.n > 1 || count.per !== undefined || (count['at-least'] ?? 1) > 1)) {
      faults.add(on, 'a sole role has one holder', 'Write count: 1, or sole: false.')
    }
    if (count.per === undefined && count['at-least'] !== undefined) {
      faults.add([...on, 'at-least'], 'says nothing without per', 'Leave it out, or add per.')
    }
  }
}

function checkTimes(rule: RuleSheet, path: Path, faults: Faults): void {
  if (rule.shift && DAY % rule.shift.length !== 0) {
    const what = `shifts of ${sayDuration(rule.shift.length, 'en')} do not divide 24 hours`
    faults.add([...path, 'shift', 'length'], what, 'Write 6 h, 8 h or 12 h, so that each day has the same shifts.')
  }
  const { evidence } = rule
  if (evidence && (evidence.every === undefined) === (evidence.within === undefined)) {
    const what = evidence.every === undefined ? 'says no time' : 'says two times'
    faults.add([...path, 'evidence'], what, 'Write either every (again and again) or within (once).')
  }
}

function checkLoads({ holders, prices }: RuleSheet, path: Path, faults: Faults): void {
  const [least, most] = [holders['at-least'], holders['at-most']]
  if (least > most) {
    const what = `nobody may carry so many: at-most is ${most}`
    faults.add([...path, 'holders', 'at-least'], what, 'Raise at-most, or write a smaller number.')
  }
  if (prices?.uneven !== undefined && most === 1) {
    const advice = 'Leave it out, or raise at-most.'
    faults.add([...path, 'prices', 'uneven'], 'says nothing where each carries one', advice)
  }
  const { far } = prices ?? {}
  if (far && holders.within !== undefined && far.beyond >= holders.within) {
    const what = 'begins where nobody may be any more: it is not below within'
    faults.add([...path, 'prices', 'far', 'beyond'], what, 'Write a shorter distance, or raise within.')
  }
}

function checkWeight(rule: RuleSheet, path: Path, faults: Faults): void {
  const { weight, shift, prices, holders } = rule
  if (!weight) return
  const on = [...path, 'weight']
  if ((weight.people === undefined) === (weight.per === undefined)) {
    faults.add(on, 'says not one thing', 'Write either people (so many count one) or per (so many metres count one).')
  }
  const counts = [rule.count, ...Object.values(rule['count-at'])]
  if (shift || counts.some((count) => count.n > 1 || count.per !== undefined)) {
    faults.add(
      on,
      'places that need several, or shifts, each count one',
      'Leave it out, or write count: 1 without a shift.',
    )
  }
  if (prices?.uneven !== undefined || holders['at-least'] > 1) {
    faults.add(on, 'goes with neither uneven nor at-least', 'Leave one of them out.')
  }
}

function checkLadder(callout: CalloutSheet, faults: Faults): void {
  const order = ['call', 'redial', 'deputy', 'superior']
  callout.steps.forEach((step, i) => {
    const path = ['callout', 'steps', i, 'kind']
    const before = callout.steps[i - 1]
    if (!before) {
      if (step.kind !== 'call') faults.add(path, `the first step is ${step.kind}`, 'Begin with call.')
    } else if (order.indexOf(step.kind) < order.indexOf(before.kind)) {
      faults.add(path, `${step.kind} comes after ${before.kind}`, `Keep the order ${order.join(', ')}.`)
    }
  })
}
