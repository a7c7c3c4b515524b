import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MusterError } from '../../src/base/errors.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'

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
      'a distance that bends where it is broken already',
      '    fill: hand',
      '    fill: hand\n    prices: { far: { beyond: 500 km, price: 1 km } }',
      'small.yaml:26:30: rules.gate-keeper.prices.far.beyond: begins where nobody may be any more: it is not below within. Write a shorter distance, or raise within.',
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
