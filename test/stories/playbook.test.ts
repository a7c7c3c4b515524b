import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
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
        'the unit that answers for the place; 3 km to spare whoever would rather not be called on; 300 m to keep those ' +
        'together at a place who are of one unit.',
    )
    expect(sentence(rule, 'II', 'zh')).toBe(
      'II级响应时，每个堤段须按每1公里8人（至少2人）安排「巡堤」，8小时一班，07:00、15:00、23:00换班，每班如此。' +
        '由成员或干部担任，距离不超过10公里，每人每天最多承担1项。每30分钟须有一条「巡堤」记录。' +
        '无人负责时，提出最近的合适人员供确认。制定方案时，维持原有分工可多走1公里；由负责该处的组织自行承担可多走500米；' +
        '不安排不愿应召者可多走3公里；同一处由同一组织人员值守可多走300米。',
    )
    expect(sentence(rule, 'III', 'en')).toBe(
      'At level III no patrol is asked for; from level II each dam section needs one.',
    )
  })

  it('says what a place counts, and for what a plan takes longer ways', () => {
    const { rule } = ruleFor(flood, 'II', 'helper')
    const prices = {
      leaving: 2000,
      uneven: 500,
      crossing: 3000,
      far: { beyondM: 3000, metres: 400 },
      farBranch: { beyondM: 5000, metres: 1000 },
    }
    const priced = { ...rule, weight: { people: 4 }, prices }
    const told = sentence(priced, 'II', 'en')
    expect(told).toContain('A place counts as one duty for every 4 people who live there.')
    expect(told).toContain(
      'A plan takes ways that are longer by up to 2 km to leave a duty with whom an earlier plan gave it; 500 m for each ' +
        'further third of a load; 3 km to stay with the unit that answers for the place; 400 m to stay within 3 km of the ' +
        "holder's home; 1 km to stay within 5 km of the " +
        "holder's branch.",
    )
    const inChinese = sentence(priced, 'II', 'zh')
    expect(inChinese).toContain('每处按居住人数每4人计1项。')
    expect(inChinese).toContain(
      '制定方案时，维持原有分工可多走2公里；任务每多三分之一可多走500米；由负责该处的组织自行承担可多走3公里；' +
        '不离开住所3公里以外可多走400米；不离开所属组织5公里以外可多走1公里。',
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
    const shifts = shiftsBetween(shift, from, new Date('2020-07-10T07:00:00+08:00'), 'Asia/Shanghai')
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
        minutes(0, 3e7),
        minutes(1, 14 * 24 * 60),
        fc.constantFrom(
          '+08:00',
          '-03:30',
          'Asia/Shanghai',
          'Europe/Berlin',
          'America/New_York',
          'Australia/Lord_Howe',
        ),
        (lengthMs, firstMs, start, span, zone) => {
          const [from, to] = [new Date(start), new Date(start + span)]
          const shifts = shiftsBetween({ lengthMs, firstMs }, from, to, zone)
          expect(shifts[0]?.starts.getTime()).toBeLessThanOrEqual(from.getTime())
          expect(shifts[0]?.ends.getTime()).toBeGreaterThan(from.getTime())
          expect(shifts.at(-1)?.starts.getTime()).toBeLessThan(to.getTime())
          expect(shifts.at(-1)?.ends.getTime()).toBeGreaterThanOrEqual(to.getTime())
          for (const [i, s] of shifts.entries()) {
            expect(Math.abs(s.ends.getTime() - s.starts.getTime() - lengthMs)).toBeLessThanOrEqual(HOUR)
            if (i > 0) expect(s.starts).toEqual(shifts[i - 1]?.ends)
          }
        },
      ),
    )
  })

  it.each([
    ['Europe/Berlin', 'forward', '2027-03-27T12:00Z', '2027-03-29T06:00Z'],
    ['Europe/Berlin', 'back', '2026-10-24T12:00Z', '2026-10-26T06:00Z'],
    ['America/New_York', 'forward', '2027-03-13T18:00Z', '2027-03-15T12:00Z'],
    ['America/New_York', 'back', '2026-10-31T18:00Z', '2026-11-02T12:00Z'],
  ])('change at the same times of day in %s when the clocks are put %s', (timeZone, way, from, to) => {
    const shown = (at: Date) => at.toLocaleTimeString('sv-SE', { timeZone, timeStyle: 'short' })
    const shifts = shiftsBetween(shift, new Date(from), new Date(to), timeZone)
    expect(new Set(shifts.map((s) => `${shown(s.starts)} ${shown(s.ends)}`))).toEqual(
      new Set(['07:00 15:00', '15:00 23:00', '23:00 07:00']),
    )
    // Whenever they are asked for, they are the same: a requirement is known by the end of its shift.
    for (let at = new Date(from).getTime(); at < new Date(to).getTime(); at += HOUR) {
      const [now] = shiftsBetween(shift, new Date(at), new Date(at + 1), timeZone)
      expect(shifts).toContainEqual(now)
    }
    const long = shifts.map((s) => (s.ends.getTime() - s.starts.getTime()) / HOUR)
    expect(long.filter((hours) => hours !== 8)).toEqual([way === 'back' ? 9 : 7])
  })

  it('are none in no time', () => {
    const at = new Date('2020-07-09T14:05:00+08:00')
    expect(shiftsBetween(shift, at, at, '+08:00')).toEqual([])
  })
})

function ruleFor(playbook: Playbook, level: string, role: string): ReturnType<typeof rulesAt>[number] {
  const found = rulesAt(playbook, level).find(({ rule }: { rule: Rule }) => rule.role === role)
  if (!found) throw new Error(`no rule asks for ${role} at level ${level}`)
  return found
}
