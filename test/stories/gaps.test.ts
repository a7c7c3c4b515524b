import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { endDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

/** How a rule stands in the county. */
async function stands(rule: string): Promise<[required: number, unheld: number, late: number]> {
  const found = (await scene.board()).rules.find((r) => r.rule === rule)
  return [found?.required ?? 0, found?.unheld ?? 0, found?.late ?? 0]
}
/** The gaps at a place, as the board lists them. */
async function gapsAt(place: string): Promise<string[]> {
  const { gaps } = await scene.board()
  return gaps
    .filter((g) => g.subject === scene.id(place))
    .map((g) => `${g.rule} ${g.kinds.join('+')}`)
    .sort()
}
const report = (kind: string, place: string, occurredAt = scene.now()) =>
  takeRecords(
    scene.db,
    scene.now(),
    CONSOLE,
    COUNTY,
    'actual',
    [{ id: newId(scene.now()), kind, subject: scene.id(place), toldBy: scene.id('P1-4'), occurredAt, body: {} }],
    afterRecords,
  )
const end = (duty: Duty) => endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, 'ill', afterDutiesEnded)

describe('a requirement', () => {
  test('is there from its level on: a name at IV, a technician and patrols at II', async () => {
    await scene.warn([1], { severity: 'Minor' })
    expect(await stands('section-responsible')).toEqual([4, 4, 0])
    expect(await stands('section-patrol')).toEqual([0, 0, 0])
    scene.world.clock.forward(MINUTE)
    await scene.warn([1], { identifier: 'X', severity: 'Severe' })
    expect(await stands('section-technical')).toEqual([4, 4, 0])
    expect(await stands('section-patrol')).toEqual([4, 4, 0])
  })

  test('of a shift called off before it began is no opening, whatever is done at its place meanwhile', async () => {
    await scene.warn([1], { severity: 'Severe' })
    scene.world.clock.forward(MINUTE)
    await scene.warn([1], { identifier: 'X', severity: 'Extreme' })
    await scene.give('S01', 'patrol', 'P1-4')
    const calledOff = await scene.rows<{ gap_since: Date | null }>('requirement', 'ends = starts')
    expect(calledOff.length).toBeGreaterThan(0)
    expect(calledOff.filter((r) => r.gap_since !== null)).toEqual([])
  })

  test('is met by a duty that was there before any warning', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    expect(await stands('section-responsible')).toEqual([4, 3, 0])
    expect(await gapsAt('S01')).toEqual([])
  })

  test('knows when it begins until when those hold it who were there before, and from when those who come', async () => {
    const [ends, starts] = [new Date(scene.now().getTime() + HOUR), new Date(scene.now().getTime() + 2 * HOUR)]
    await scene.give('S01', 'responsible', 'P1-4', { ends })
    await scene.give('S02', 'responsible', 'P1-5', { starts })
    await scene.warn([1], { severity: 'Minor' })
    const open = async () => [(await gapsAt('S01')).length, (await gapsAt('S02')).length]
    expect(await open()).toEqual([0, 1])
    await scene.pass(HOUR)
    expect(await open()).toEqual([1, 1])
    await scene.pass(HOUR)
    expect(await open()).toEqual([1, 0])
  })

  test('is open while too few hold it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    for (const [i, person] of ['P1-4', 'P1-5', 'P1-6', 'P1-7'].entries()) {
      expect(await gapsAt('S01'), `${i} of 4`).toContain('section-patrol unheld')
      await scene.give('S01', 'patrol', person)
    }
    expect(await gapsAt('S01')).not.toContain('section-patrol unheld')
  })

  test('is open the moment that its holder is taken off it, and closed the moment another begins', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const duty = await scene.give('S01', 'responsible', 'P1-4')
    expect(await stands('section-responsible')).toEqual([4, 3, 0])
    scene.world.clock.forward(HOUR)
    const next = await replaceHolder(
      scene.db,
      scene.now(),
      CONSOLE,
      COUNTY,
      duty.id,
      scene.id('P1-5'),
      'relieved',
      afterDutiesEnded,
    )
    expect(await stands('section-responsible')).toEqual([4, 3, 0])
    await end(next)
    expect(await stands('section-responsible')).toEqual([4, 4, 0])
  })

  test('is met when a duty given for later begins, and open again when its time is up, by the clock alone', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const starts = new Date(scene.now().getTime() + 2 * HOUR)
    await scene.give('S01', 'responsible', 'P1-4', { starts, ends: new Date(starts.getTime() + DAY) })
    expect(await gapsAt('S01')).toEqual(['section-responsible unheld'])
    await scene.pass(2 * HOUR)
    expect(await gapsAt('S01')).toEqual([])
    expect(scene.phones.heard.some((m) => m.person === scene.id('P1-4'))).toBe(true)
    await scene.pass(DAY)
    expect(await gapsAt('S01')).toEqual(['section-responsible unheld'])
  })
})

describe('shifts', () => {
  test('hand over at their boundary: who stood the last one no longer counts', async () => {
    // The world begins at eight; shifts change at 7, 15 and 23.
    await scene.warn([1], { severity: 'Severe' })
    const [first, second] = await scene
      .rows<{ starts: Date; ends: Date; subject: string }>(
        'requirement',
        `rule = 'section-patrol' and subject = '${scene.id('S01')}'`,
      )
      .then((all) => all.toSorted((a, b) => a.starts.getTime() - b.starts.getTime()))
    expect(first?.ends).toEqual(new Date('2020-07-09T15:00:00+08:00'))
    expect([second?.starts, second?.ends]).toEqual([
      new Date('2020-07-09T15:00:00+08:00'),
      new Date('2020-07-09T23:00:00+08:00'),
    ])
    for (const n of [4, 5, 6, 7]) await scene.give('S01', 'patrol', `P1-${n}`, { ends: first?.ends })
    for (const n of [4, 5, 6, 7])
      await scene.give('S01', 'patrol', `P2-${n}`, { starts: second?.starts, ends: second?.ends })
    const unheld = async () => (await gapsAt('S01')).filter((g) => g.includes('patrol unheld')).length
    expect(await unheld()).toBe(0)
    await scene.pass(7 * HOUR - 1)
    expect(await unheld()).toBe(0)
    await scene.pass(1)
    expect(await unheld()).toBe(0)
    await scene.pass(8 * HOUR)
    expect(await unheld()).toBe(1)
    expect(await stands('section-patrol')).toEqual([4, 4, 0])
  })

  test('to come are seen early enough to find people, and are no gap of now', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const shifts = await scene.rows<{ starts: Date; gap_since: Date; counted: number }>(
      'requirement',
      `rule = 'section-patrol'`,
    )
    const coming = shifts.filter((s) => s.starts > scene.now())
    expect(coming.length).toBeGreaterThanOrEqual(4)
    expect(coming.every((s) => s.counted === 0 && s.gap_since.getTime() === s.starts.getTime())).toBe(true)
    expect(await stands('section-patrol')).toEqual([4, 4, 0])
  })
})

describe('evidence', () => {
  test('that is asked for again and again is late when it does not come, and answered when it does', async () => {
    await scene.warn([1], { severity: 'Severe' })
    for (const n of [4, 5, 6, 7]) await scene.give('S01', 'patrol', `P1-${n}`)
    const late = async () => (await gapsAt('S01')).includes('section-patrol late')
    await scene.pass(30 * MINUTE - 1)
    expect(await late()).toBe(false)
    await scene.pass(1)
    expect(await late()).toBe(true)
    expect((await stands('section-patrol'))[2]).toBe(4)
    await report('patrol', 'S01')
    expect(await late()).toBe(false)
    expect((await stands('section-patrol'))[2]).toBe(3)
    await scene.pass(30 * MINUTE)
    expect(await late()).toBe(true)
  })

  test('that arrives late counts from when it happened', async () => {
    await scene.warn([1], { severity: 'Severe' })
    for (const n of [4, 5, 6, 7]) await scene.give('S01', 'patrol', `P1-${n}`)
    const happened = new Date(scene.now().getTime() + 20 * MINUTE)
    await scene.pass(45 * MINUTE)
    await report('patrol', 'S01', happened)
    expect(await gapsAt('S01')).not.toContain('section-patrol late')
    await scene.pass(5 * MINUTE)
    expect(await gapsAt('S01')).toContain('section-patrol late')
  })

  test('of a telephone whose clock is a year ahead counts as of now', async () => {
    await scene.warn([1], { severity: 'Severe' })
    for (const n of [4, 5, 6, 7]) await scene.give('S01', 'patrol', `P1-${n}`)
    await report('patrol', 'S01', new Date(scene.now().getTime() + 365 * DAY))
    await scene.pass(30 * MINUTE)
    expect(await gapsAt('S01')).toContain('section-patrol late')
  })

  test('from before the requirement answers nothing; that is asked once is answered once', async () => {
    const before = scene.now()
    scene.world.clock.forward(MINUTE)
    await scene.warn([1], { severity: 'Minor' })
    await report('evacuation', 'H1-01', before)
    await scene.pass(2 * HOUR)
    expect(await gapsAt('H1-01')).toEqual(['household-helper late'])
    await report('evacuation', 'H1-01')
    await scene.pass(DAY)
    expect(await gapsAt('H1-01')).toEqual([])
  })
})

test('who declines opens a gap at once, on the board and in the counts', async () => {
  await scene.give('S01', 'responsible', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
  expect(await stands('section-responsible')).toEqual([4, 3, 0])
  scene.world.clock.forward(MINUTE)
  await scene.answer('P1-4', 'declined', 'in hospital')
  expect(await gapsAt('S01')).toEqual(['section-responsible unheld'])
  expect(await stands('section-responsible')).toEqual([4, 4, 0])
  scene.world.clock.forward(MINUTE)
  await scene.answer('P1-4', 'accepted')
  expect(await stands('section-responsible'), 'who comes round holds it again').toEqual([4, 3, 0])
  scene.world.clock.forward(MINUTE)
  await scene.answer('P1-4', 'declined', 'after all')
  expect(await stands('section-responsible'), 'and may let go of it once more').toEqual([4, 4, 0])
})

test('a household whose helper declines has another within the minute', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const holder = async () => {
    const held = await scene.rows<{ holder: string }>('duty', `subject = '${scene.id('H1-01')}' and ends = 'infinity'`)
    return held.map((d) => scene.county.code(d.holder))
  }
  const [first] = await holder()
  scene.world.clock.forward(MINUTE)
  await scene.answer(first ?? '', 'declined', 'away')
  expect((await stands('household-helper'))[1]).toBeGreaterThan(0)
  await scene.run()
  expect(await stands('household-helper')).toEqual([20, 0, 0])
  expect(await holder()).toHaveLength(1)
  expect(await holder()).not.toEqual([first])
})
