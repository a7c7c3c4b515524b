import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { MusterError } from '../../src/base/errors.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import type { Playbook, Rule } from '../../src/domain/playbooks/model.ts'
import { levelOf, needed, rulesAt } from '../../src/domain/playbooks/rules-at.ts'
import { sentence } from '../../src/domain/playbooks/sentence.ts'
import { shiftsADay, shiftsBetween } from '../../src/domain/playbooks/shifts.ts'

const FLOOD = readFileSync(new URL('../../playbooks/flood.yaml', import.meta.url), 'utf8')
const flood = loadPlaybook(FLOOD, 'playbooks/flood.yaml')

describe('the flood playbook that comes with Muster', () => {
  it('asks for more as the level rises, and never for less', () => {
    const roles = (level: string) => rulesAt(flood, level).map(({ rule }) => rule.role)
    expect(roles('IV')).toEqual(['responsible', 'helper'])
    expect(roles('III')).toEqual(['responsible', 'helper'])
    expect(roles('II')).toEqual(['responsible', 'technical', 'patrol', 'helper'])
    expect(roles('I')).toEqual(['responsible', 'technical', 'patrol', 'helper'])
  })

  it('keeps the staff of a kilometre, over the shifts of a day, within published practice', () => {
    const staffPerKm = (level: string) => {
      const { rule, count } = ruleFor(flood, level, 'patrol')
      return needed(count, 1000) * shiftsADay(rule.shift ?? { lengthMs: Number.NaN, firstMs: 0 })
    }
    expect(staffPerKm('II')).toBe(24) // of 20-30
    expect(staffPerKm('I')).toBe(36) // of 30-50
  })

  it('wants a patrol of each section heard from every half hour, and a household once within two hours', () => {
    expect(ruleFor(flood, 'II', 'patrol').rule.evidence).toEqual({
      record: 'patrol',
      everyMs: 30 * MINUTE,
      withinMs: null,
    })
    expect(ruleFor(flood, 'IV', 'helper').rule.evidence).toEqual({
      record: 'evacuation',
      everyMs: null,
      withinMs: 2 * HOUR,
    })
  })

  it('gives nobody more than fifteen households, and names the helper without asking', () => {
    const { rule } = ruleFor(flood, 'IV', 'helper')
    expect(rule).toMatchObject({ sole: true, fill: 'auto', holders: { atMost: 15 } })
  })

  it('waits five minutes for an answer, redials three times, then turns to the deputy and the superior', () => {
    expect(flood.callout.steps.map(({ kind, times }) => [kind, times])).toEqual([
      ['call', 1],
      ['redial', 3],
      ['deputy', 1],
      ['superior', 1],
    ])
    expect(flood.callout.steps[0]?.waitMs).toBe(5 * MINUTE)
  })

  it('takes its level from the severity of a warning, and the lowest when that is unknown', () => {
    const levels = (['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown'] as const).map((s) => levelOf(flood, s))
    expect(levels).toEqual(['IV', 'III', 'II', 'I', 'IV'])
    expect(() => rulesAt(flood, 'V')).toThrow(expect.objectContaining({ code: 'PLAYBOOK_LEVEL' }))
  })

  it('reads as sentences in both languages', () => {
    const { rule } = ruleFor(flood, 'II', 'patrol')
    expect(sentence(rule, 'II', 'en')).toBe(
      'At level II each dam section needs 8 people for every 1 km (2 at least) as patrol, in each shift of 8 hours ' +
        '(from 07:00, 15:00 and 23:00). Who may: member or official, at most 10 km away, with at most 1 such duty a ' +
        'day. A record "patrol" is due every 30 minutes. Where nobody is named, the nearest who can is proposed. A plan ' +
        'takes ways that are longer by up to 1 km to leave a duty with whom an earlier plan gave it; 500 m to stay with ' +
        'the unit that answers for the place.',
    )
    expect(sentence(rule, 'II', 'zh')).toBe(
      'II级响应时，每个堤段须按每1公里8人（至少2人）安排「巡堤」，8小时一班，07:00、15:00、23:00换班，每班如此。' +
        '由成员或干部担任，距离不超过10公里，每人每天最多承担1项。每30分钟须有一条「巡堤」记录。' +
        '无人负责时，提出最近的合适人员供确认。制定方案时，维持原有分工可多走1公里；由负责该处的组织自行承担可多走500米。',
    )
    expect(sentence(rule, 'III', 'en')).toBe(
      'At level III no patrol is asked for; from level II each dam section needs one.',
    )
  })

  it('says what a place counts, and for what a plan takes longer ways', () => {
    const { rule } = ruleFor(flood, 'II', 'helper')
    const prices = { leaving: 2000, uneven: 500, crossing: 3000, farBranch: { beyondM: 5000, metres: 1000 } }
    const priced = { ...rule, weight: { people: 4 }, prices }
    const told = sentence(priced, 'II', 'en')
    expect(told).toContain('A place counts as one duty for every 4 people who live there.')
    expect(told).toContain(
      'A plan takes ways that are longer by up to 2 km to leave a duty with whom an earlier plan gave it; 500 m for each ' +
        'further third of a load; 3 km to stay with the unit that answers for the place; 1 km to stay within 5 km of the ' +
        "holder's branch.",
    )
    const inChinese = sentence(priced, 'II', 'zh')
    expect(inChinese).toContain('每处按居住人数每4人计1项。')
    expect(inChinese).toContain(
      '制定方案时，维持原有分工可多走2公里；任务每多三分之一可多走500米；由负责该处的组织自行承担可多走3公里；' +
        '不离开所属组织5公里以外可多走1公里。',
    )
    expect(sentence({ ...priced, weight: { perM: 500 }, prices: undefined }, 'II', 'en')).toContain(
      'A place counts as one duty for every 500 m of it.',
    )
  })

  it('has a hash of what it says, not of how it is laid out', () => {
    const relaid = FLOOD.replaceAll(/ #.*$/gm, '').replace('{ en: Flood, zh: 防汛抗洪 }', '{ zh: 防汛抗洪, en: Flood }')
    expect(loadPlaybook(relaid, 'elsewhere.yaml')).toEqual(flood)
    const stricter = FLOOD.replace('every: 30 min', 'every: 29 min')
    expect(loadPlaybook(stricter, 'playbooks/flood.yaml').hash).not.toBe(flood.hash)
    expect(loadPlaybook(FLOOD.replace('every: 30 min', 'every: PT30M'), '').hash).toBe(flood.hash)
  })
})

describe('how many holders a subject needs', () => {
  it('rounds a part of a holder up, and never goes under the least', () => {
    const count = { n: 8, perM: 1000, atLeast: 2 }
    expect(needed(count, 500)).toBe(4)
    expect(needed(count, 501)).toBe(5)
    expect(needed(count, 500.0000001)).toBe(4)
    expect(needed(count, 100)).toBe(2)
    expect(needed(count, null)).toBe(2)
  })

  it('does not look at the length when the count is for each subject', () => {
    expect(needed({ n: 1, perM: null, atLeast: 1 }, 12_000)).toBe(1)
  })
})

describe('shifts', () => {
  const shift = { lengthMs: 8 * HOUR, firstMs: 7 * HOUR }

  it('run by local time, and begin before a campaign that starts in the middle of one', () => {
    const from = new Date('2020-07-09T14:05:00+08:00')
    const shifts = shiftsBetween(shift, from, new Date('2020-07-10T07:00:00+08:00'), 8 * 60)
    expect(shifts.map(({ starts, ends }) => [starts, ends])).toEqual([
      [new Date('2020-07-09T07:00:00+08:00'), new Date('2020-07-09T15:00:00+08:00')],
      [new Date('2020-07-09T15:00:00+08:00'), new Date('2020-07-09T23:00:00+08:00')],
      [new Date('2020-07-09T23:00:00+08:00'), new Date('2020-07-10T07:00:00+08:00')],
    ])
  })

  it('cover any stretch of time without a hole, an overlap or one too many', () => {
    const minutes = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * MINUTE)
    fc.assert(
      fc.property(
        fc.constantFrom(6 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR),
        minutes(0, 24 * 60 - 1),
        minutes(-1e7, 3e7),
        minutes(1, 14 * 24 * 60),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        (lengthMs, firstMs, start, span, offset) => {
          const [from, to] = [new Date(start), new Date(start + span)]
          const shifts = shiftsBetween({ lengthMs, firstMs }, from, to, offset)
          expect(shifts[0]?.starts.getTime()).toBeLessThanOrEqual(from.getTime())
          expect(shifts[0]?.ends.getTime()).toBeGreaterThan(from.getTime())
          expect(shifts.at(-1)?.starts.getTime()).toBeLessThan(to.getTime())
          expect(shifts.at(-1)?.ends.getTime()).toBeGreaterThanOrEqual(to.getTime())
          for (const [i, s] of shifts.entries()) {
            expect(s.ends.getTime() - s.starts.getTime()).toBe(lengthMs)
            if (i > 0) expect(s.starts).toEqual(shifts[i - 1]?.ends)
          }
        },
      ),
    )
  })

  it('are none in no time', () => {
    const at = new Date('2020-07-09T14:05:00+08:00')
    expect(shiftsBetween(shift, at, at, 480)).toEqual([])
  })
})

const SMALL = `playbook: small
version: 1
title: { en: Small, zh: 小 }
events: [high water]
words:
  gate: { en: gate, zh: 闸 }
  keeper: { en: keeper, zh: 守闸员 }
  member: { en: member, zh: 成员 }
  look: { en: look, zh: 查看 }
levels:
  - { id: low, title: { en: Low, zh: 低 }, colour: "#1f6feb", severities: [Minor, Moderate] }
  - { id: high, title: { en: High, zh: 高 }, colour: "#d1242f", severities: [Severe, Extreme] }
rules:
  - id: gate-keeper
    title: { en: A keeper, zh: 守闸员 }
    from: low
    each: gate
    role: keeper
    risk: 0.5
    count: 1
    count-at: { high: 2 }
    shift: { length: 12 h, first: "06:00" }
    holders: { kinds: [member], within: 2 km, at-most: 1 }
    evidence: { record: look, every: 1 h }
    fill: hand
callout:
  deputy: deputy
  superior: secretary
  arrive-within: 30 min
  steps:
    - { kind: call, channel: phone, wait: 5 min }
`

describe('a playbook with faults', () => {
  it('is fine before it is broken', () => {
    expect(loadPlaybook(SMALL, 'small.yaml').rules[0]?.count).toEqual([
      { level: 'low', n: 1, perM: null, atLeast: 1 },
      { level: 'high', n: 2, perM: null, atLeast: 2 },
    ])
  })

  const slips: [slip: string, was: string, is: string, fault: string][] = [
    [
      'a key misspelt',
      '    fill: hand',
      '    fill: hand\n    shfit: 8 h',
      'small.yaml:26:5: rules.gate-keeper.shfit: unknown key. Did you mean "shift"?',
    ],
    [
      'a level misspelt',
      'from: low',
      'from: lo',
      'small.yaml:16:11: rules.gate-keeper.from: no level "lo". Did you mean "low"?',
    ],
    [
      'a level that is not there',
      'high: 2 }',
      'III: 2 }',
      'small.yaml:21:17: rules.gate-keeper.count-at.III: no level "III". Use one of: low, high.',
    ],
    [
      'a count below where the rule begins',
      'from: low\n    each: gate\n    role: keeper\n    risk: 0.5\n    count: 1\n    count-at: { high: 2 }',
      'from: high\n    count-at: { low: 2 }\n    each: gate\n    role: keeper\n    risk: 0.5',
      'small.yaml:17:17: rules.gate-keeper.count-at.low: the rule holds only from high. Leave it out, or lower from.',
    ],
    [
      'two holders who alone answer',
      '    count: 1',
      '    sole: true\n    count: 1',
      'small.yaml:22:23: rules.gate-keeper.count-at.high: a sole role has one holder. Write count: 1, or sole: false.',
    ],
    [
      'shifts that drift through the day',
      '12 h',
      '7 h',
      'small.yaml:22:22: rules.gate-keeper.shift.length: shifts of 7 hours do not divide 24 hours. Write 6 h, 8 h or 12 h, so that each day has the same shifts.',
    ],
    [
      'evidence without a record',
      'record: look, ',
      '',
      'small.yaml:24:15: rules.gate-keeper.evidence.record: is missing. Write a text; in quotes if it looks like a number.',
    ],
    [
      'evidence without a time',
      ', every: 1 h',
      '',
      'small.yaml:24:15: rules.gate-keeper.evidence: says no time. Write either every (again and again) or within (once).',
    ],
    [
      'evidence with two times',
      'every: 1 h',
      'every: 1 h, within: 2 h',
      'small.yaml:24:15: rules.gate-keeper.evidence: says two times. Write either every (again and again) or within (once).',
    ],
    [
      'a time without a unit',
      '30 min',
      '30',
      'small.yaml:29:18: callout.arrive-within: 30 does not fit. Write a time with its unit, such as 30 min, 8 h or PT30M.',
    ],
    [
      'a distance in miles',
      '2 km',
      '2 miles',
      'small.yaml:23:41: rules.gate-keeper.holders.within: "2 miles" does not fit. Write a distance with its unit, such as 500 m or 1.5 km.',
    ],
    [
      'a risk above one',
      'risk: 0.5',
      'risk: 5',
      'small.yaml:19:11: rules.gate-keeper.risk: 5 does not fit. Write 1 or less.',
    ],
    [
      'half a holder',
      'count: 1\n',
      'count: 0.5\n',
      'small.yaml:20:12: rules.gate-keeper.count.n: 0.5 does not fit. Write a whole number.',
    ],
    [
      'a choice misspelt',
      'fill: hand',
      'fill: hands',
      'small.yaml:25:11: rules.gate-keeper.fill: "hands" does not fit. Did you mean "hand"?',
    ],
    [
      'a word that nobody explained',
      'each: gate',
      'each: sluice',
      'small.yaml:17:11: rules.gate-keeper.each: "sluice" has no words. Add sluice: { en: …, zh: … } under words.',
    ],
    [
      'a severity without a level',
      '[Severe, Extreme]',
      '[Extreme]',
      'small.yaml:11:3: levels: no level is meant by Severe. Add it to the severities of one.',
    ],
    [
      'a severity with two levels',
      '[Severe, Extreme]',
      '[Severe, Extreme, Minor]',
      'small.yaml:12:94: levels.high.severities[3]: Minor means another level already. Leave it at one level.',
    ],
    [
      'a ladder that begins in the middle',
      'kind: call',
      'kind: redial',
      'small.yaml:31:15: callout.steps[1].kind: the first step is redial. Begin with call.',
    ],
    [
      'a least load above the most',
      'at-most: 1 }',
      'at-most: 1, at-least: 3 }',
      'small.yaml:23:69: rules.gate-keeper.holders.at-least: nobody may carry so many: at-most is 1. Raise at-most, or write a smaller number.',
    ],
    [
      'a price of what cannot be',
      '    fill: hand',
      '    fill: hand\n    prices: { uneven: 100 m }',
      'small.yaml:26:23: rules.gate-keeper.prices.uneven: says nothing where each carries one. Leave it out, or raise at-most.',
    ],
    [
      'a weight where shifts are counted',
      '    fill: hand',
      '    fill: hand\n    weight: { people: 4 }',
      'small.yaml:26:13: rules.gate-keeper.weight: places that need several, or shifts, each count one. Leave it out, or write count: 1 without a shift.',
    ],
    [
      'a price without end',
      '    fill: hand',
      '    fill: hand\n    prices: { leaving: 900 km }',
      'small.yaml:26:24: rules.gate-keeper.prices.leaving: "900 km" does not fit. Write a price of 100 km at most.',
    ],
    [
      'no rules at all',
      SMALL.slice(SMALL.indexOf('rules:'), SMALL.indexOf('callout:')),
      'rules: []\n',
      'small.yaml:13:8: rules: [] does not fit. Write at least one.',
    ],
    [
      'a missing part',
      SMALL.slice(SMALL.indexOf('callout:')),
      '',
      'small.yaml:1:1: callout: is missing. Write the keys deputy, superior, arrive-within, steps.',
    ],
    [
      'a key written twice',
      'version: 1',
      'version: 1\nversion: 2',
      'small.yaml:3:1: not YAML: Map keys must be unique. Mend it first: the rest was not looked at.',
    ],
    [
      'an alias',
      'playbook: small\nversion: 1',
      'playbook: &it small\nversion: *it',
      'small.yaml:2:10: *it points elsewhere. Write it out.',
    ],
  ]

  it.each(slips)('says where %s is', (_, was, is, fault) => {
    expect(SMALL).toContain(was)
    expect(faultsOf(SMALL.replace(was, is))).toEqual([fault])
  })

  it('is told all its faults at once, in the order of its lines', () => {
    const text = SMALL.replace('from: low', 'from: mid').replace('version: 1', 'version: one').replace('hand', 'foot')
    expect(faultsOf(text).map((fault) => fault.split(': ')[1])).toEqual(['version', 'rules.gate-keeper.fill'])
  })

  it('may not ask for one role at the same places twice, nor use an id twice', () => {
    const rules = SMALL.slice(SMALL.indexOf('  - id: gate-keeper'), SMALL.indexOf('callout:'))
    expect(faultsOf(SMALL.replace(rules, rules + rules))).toEqual([
      'small.yaml:26:9: rules.gate-keeper.id: rule 1 has this id too. Give each rule its own id.',
      'small.yaml:30:11: rules.gate-keeper.role: rule "gate-keeper" asks for this role at the same places. ' +
        'Make one rule of the two with count-at, or name another role.',
    ])
  })

  it('may not have a level above another that a weaker warning already means', () => {
    const text = SMALL.replace('[Minor, Moderate]', '[Severe, Extreme]').replace(
      '"#d1242f", severities: [Severe, Extreme]',
      '"#d1242f", severities: [Minor, Moderate]',
    )
    expect(faultsOf(text)[0]).toMatch(/^small\.yaml:11:\d+: levels\.low\.severities: Severe means a lower level than/)
  })

  it('is refused without a crash, whatever is in the file', () => {
    for (const text of [
      '',
      '- 1',
      'null',
      '"flood"',
      '__proto__: { a: 1 }',
      '['.repeat(2000),
      ' '.repeat(300_000),
      '\0',
    ]) {
      expect(faultsOf(text).length, JSON.stringify(text.slice(0, 20))).toBeGreaterThan(0)
    }
    const cuts = fc.record({ from: fc.nat(SMALL.length), length: fc.nat(40), put: fc.string({ maxLength: 8 }) })
    fc.assert(
      fc.property(fc.array(cuts, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = SMALL
        for (const { from, length, put } of edits) text = text.slice(0, from) + put + text.slice(from + length)
        for (const fault of faultsOf(text)) expect(fault).toMatch(/^(small\.yaml:\d+:\d+: .|… and \d+ more$)/)
      }),
      { numRuns: 150 },
    )
  })
})

function ruleFor(playbook: Playbook, level: string, role: string): ReturnType<typeof rulesAt>[number] {
  const found = rulesAt(playbook, level).find(({ rule }: { rule: Rule }) => rule.role === role)
  if (!found) throw new Error(`no rule asks for ${role} at level ${level}`)
  return found
}

/** The faults of a text, a line each; none if it is a playbook. */
function faultsOf(text: string): string[] {
  try {
    loadPlaybook(text, 'small.yaml')
    return []
  } catch (error) {
    if (!(error instanceof MusterError) || error.code !== 'PLAYBOOK_INVALID') throw error
    return String(error.details.faults).split('\n')
  }
}
