import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { type Filling, fill } from '../../src/domain/gaps/fill.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { leaveUnit } from '../../src/domain/people/actions.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'

const scene = useScene()
const HELPER = 'household-helper'

interface Helper {
  subject: string
  holder: string
  proposal: string | null
  ends: Date
}
const helpers = () => scene.rows<Helper>('duty', `role = 'helper'`)

/** Runs all that is due, where `meanwhile` happens once a plan is made and before it is written. */
async function planWhile(meanwhile: (made: Awaited<ReturnType<typeof fill>>) => Promise<void>): Promise<void> {
  let happened = false
  const planning = async (filling: Filling) => {
    const made = await fill(filling, leastCost)
    if (!happened && made.lines.some((line) => line.role === 'helper')) {
      happened = true
      await meanwhile(made)
    }
    return made
  }
  await runDue(scene.db, ACTUAL, scene.now(), { ...scene.gear, fill: planning })
  expect(happened).toBe(true)
}

describe('while a plan is made, and nothing is locked', () => {
  test('a place that somebody gives by hand keeps whom it was given to', async () => {
    let byHand: { subject: string; holder: string } | undefined
    await comesIn({ severity: 'Minor' })
    await planWhile(async ({ lines }) => {
      const [line] = lines.filter((l) => l.role === 'helper')
      if (!line) throw new Error('no line')
      const code = ['P1-8', 'P1-9'].find((p) => scene.id(p) !== line.holder) ?? ''
      byHand = { subject: line.subject, holder: scene.id(code) }
      await scene.give(scene.county.code(line.subject), 'helper', code)
    })
    const there = (await helpers()).filter((d) => d.subject === byHand?.subject)
    expect(there).toMatchObject([{ holder: byHand?.holder, proposal: null }])
    expect(new Set((await helpers()).map((d) => d.subject)).size).toBe((await helpers()).length)
  })

  test('who leaves is given nothing, and another takes what they would have had', async () => {
    let left = ''
    await comesIn({ severity: 'Minor' })
    await planWhile(async ({ lines }) => {
      left = lines.find((l) => l.role === 'helper')?.holder ?? ''
      const [member] = await scene.rows<{ unit: string }>('membership', `person = '${left}' and ends = 'infinity'`)
      await leaveUnit(scene.db, scene.now(), CONSOLE, { district: COUNTY, id: left }, member?.unit ?? '', afterLeaving)
    })
    expect((await helpers()).filter((d) => d.holder === left)).toEqual([])
    await scene.pass(5 * MINUTE)
    const now = scene.now()
    expect((await helpers()).filter((d) => d.ends > now)).toHaveLength(20)
    expect((await helpers()).filter((d) => d.holder === left)).toEqual([])
  })
})

test('a rule whose plan fails is set aside by its name, and the others are planned', async () => {
  await comesIn({ severity: 'Severe' })
  const failing = async (filling: Filling) => {
    if ([...filling.windows, ...filling.rosters].some((w) => w.rule.id === HELPER)) throw new RangeError('no such plan')
    return fill(filling, leastCost)
  }
  await runDue(scene.db, ACTUAL, scene.now(), { ...scene.gear, fill: failing })
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  expect(await scene.rows('set_aside', `step = 'plan'`)).toMatchObject([{ item: `campaign ${campaign?.id} ${HELPER}` }])
  expect(await helpers()).toEqual([])
  const offered = await scene.rows<{ rule: string }>('proposal_line')
  expect(new Set(offered.map((l) => l.rule)).size).toBeGreaterThan(0)
  expect(offered.filter((l) => l.rule === HELPER)).toEqual([])
})

/** A warning comes in; nothing is done about it yet. */
async function comesIn(change: Record<string, string>): Promise<void> {
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
  const xml = cap({ sent: capTime(scene.now()), area, ...change })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
}
