import { describe, expect, test } from 'vitest'
import { readPlaybook } from '../../src/domain/playbooks/load.ts'

const faultsOf = (text: string) => readPlaybook(text).faults.map((f) => `${f.what}. ${f.advice}`)
const times = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('')

describe('a playbook that is none', () => {
  test.each([
    ['megabytes', `playbook: ${'x'.repeat(2_000_000)}`, 'more than 100000 characters'],
    ['11,000 keys', times(11_000, (i) => `k${i}:\n`), 'more than 20000 values'],
    ['lists in lists', `rules: ${'['.repeat(3_000)}${']'.repeat(3_000)}`, 'lists and objects more than 20 deep'],
    ['lists in lists without end', '[['.repeat(20_000), 'more than 20000 values'],
    ['dashes', '- '.repeat(40_000), 'lists and objects more than 20 deep'],
    ['indented keys', times(400, (i) => `${' '.repeat(i)}a:\n`), 'lists and objects more than 20 deep'],
    ['directives', '%\n'.repeat(40_000), 'several directives'],
    ['15,000 rules', `rules:\n${times(15_000, () => '- 1\n')}`, 'does not fit'],
  ])('of %s is refused by its bound', (_, text, says) => {
    const faults = faultsOf(text)
    expect(faults.length).toBeLessThanOrEqual(200)
    expect(faults.some((f) => f.includes(says))).toBe(true)
  })

  test('whose aliases grow without bound is never unfolded', () => {
    const bomb = `a: &a [1]\n${times(20, (i) => `b${i}: &b${i} [*a, *a]\n`)}`
    expect(faultsOf(bomb)[0]).toContain('points elsewhere')
  })

  test('of unknown keys tells of the first 20', () => {
    expect(faultsOf(times(500, (i) => `key${i}: 1\n`)).filter((f) => f.startsWith('unknown key'))).toHaveLength(20)
  })
})

describe('a rule that would never end', () => {
  const rule = (change: string) =>
    `rules:\n- id: a\n  title: { en: a, zh: a }\n  from: I\n  each: a\n  role: a\n  risk: 1\n  holders: {}\n  ${change}\n`
  test.each([
    ['shift: { length: 1 s, first: "00:00" }', 'Write 1 h or more.'],
    ['evidence: { record: a, every: 1 s }', 'Write 1 min or more.'],
    ['evidence: { record: a, within: P100000000D }', 'Write a year at most.'],
    ['count: { n: 1, per: 0.001 m }', 'Write 1 m or more.'],
    ['count: 100000', 'Write 1000 at most.'],
    ['weight: { per: 0.001 m }', 'Write 1 m or more.'],
  ])('%s is refused', (change, advice) => {
    expect(faultsOf(rule(change)).some((f) => f.endsWith(advice))).toBe(true)
  })
})
