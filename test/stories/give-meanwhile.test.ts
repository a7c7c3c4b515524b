import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { giveGaps } from '../../src/domain/gaps/by-hand/give.ts'
import { type Filling, fill } from '../../src/domain/gaps/fill.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { leaveUnit } from '../../src/domain/people/actions.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

/** Who is nearest is worked out while nothing is locked: what others do meanwhile counts. */

const scene = useScene()

interface Held {
  subject: string
  holder: string
  ends: Date
}
const responsible = () => scene.rows<Held>('duty', `role = 'responsible'`)
const gaps = async (which = 'true') => {
  const open = await scene.rows<{ subject: string; rule: string; starts: Date }>(
    'requirement',
    `rule = 'section-responsible' and gap_since is not null and ${which}`,
  )
  return open.map(({ subject, rule, starts }) => ({ subject, rule, starts }))
}

/** Gives all open sections to the nearest; `meanwhile` happens each time after they were chosen and before they are written. */
async function giveWhile(meanwhile: (holders: string[], time: number) => Promise<void>, key?: string) {
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  const input = { campaign: campaign?.id ?? '', gaps: await gaps(), holder: 'nearest' as const }
  let times = 0
  const solve = async (filling: Filling) => {
    const made = fill(filling, leastCost)
    await meanwhile(
      made.lines.map((l) => l.holder),
      ++times,
    )
    return made
  }
  const given = await giveGaps(scene.db, scene.now(), CONSOLE, COUNTY, input, { planner: leastCost, solve }, key)
  return { given, times }
}

beforeEach(() => scene.warn([1], { severity: 'Minor' }))

describe('while the nearest are looked for', () => {
  test('a gap that somebody else fills is refused, and the others are given', async () => {
    const { given, times } = await giveWhile(async (_, time) => {
      if (time === 1) await scene.give('S01', 'responsible', 'P5-9')
    })
    expect(times).toBe(1)
    expect(given.refused).toMatchObject([{ subject: scene.id('S01'), code: 'GAP_FILLED' }])
    expect(given.given).toHaveLength(3)
    const held = await responsible()
    expect(held.filter((d) => d.subject === scene.id('S01'))).toMatchObject([{ holder: scene.id('P5-9') }])
    expect(held).toHaveLength(4)
  })

  test('whoever is given as much as they may carry is given no more: others are chosen', async () => {
    const { given, times } = await giveWhile(async ([nearest = ''], time) => {
      if (time > 1) return
      for (const section of ['S11', 'S12', 'S13', 'S14']) {
        await scene.give(section, 'responsible', scene.county.code(nearest))
      }
    })
    expect(times).toBe(2)
    expect(given.refused).toEqual([])
    expect(given.given).toHaveLength(4)
    const loads = Map.groupBy(await responsible(), (d) => d.holder)
    expect(Math.max(...[...loads.values()].map((own) => own.length))).toBe(4)
  })

  test('whoever leaves is given nothing: others are chosen', async () => {
    let left = ''
    const { given, times } = await giveWhile(async ([nearest = ''], time) => {
      if (time > 1) return
      left = nearest
      const [member] = await scene.rows<{ unit: string }>('membership', `person = '${left}' and ends = 'infinity'`)
      await leaveUnit(scene.db, scene.now(), CONSOLE, { district: COUNTY, id: left }, member?.unit ?? '', afterLeaving)
    })
    expect([times, given.refused]).toEqual([2, []])
    expect(given.given).toHaveLength(4)
    expect((await responsible()).map((d) => d.holder)).not.toContain(left)
  })

  test('where others are quicker each time, what holds is given and the rest is refused, with nobody given too much', async () => {
    const left: string[] = []
    const { given, times } = await giveWhile(async (holders) => {
      const gone = holders.find((h) => !left.includes(h)) ?? ''
      left.push(gone)
      const [member] = await scene.rows<{ unit: string }>('membership', `person = '${gone}' and ends = 'infinity'`)
      await leaveUnit(scene.db, scene.now(), CONSOLE, { district: COUNTY, id: gone }, member?.unit ?? '', afterLeaving)
    })
    expect(times).toBe(3)
    expect(given.refused.map((r) => r.code)).toEqual(given.refused.map(() => 'GIVING_OVERTAKEN'))
    expect(given.refused.length).toBeGreaterThan(0)
    expect(given.given.length + given.refused.length).toBe(4)
    expect(await responsible()).toHaveLength(given.given.length)
    for (const gone of left) expect((await responsible()).map((d) => d.holder)).not.toContain(gone)
  })

  test('the same request under its key comes to the same, and is given once', async () => {
    const key = newId(scene.now())
    const { given } = await giveWhile(async () => {}, key)
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const asked = given.given.length
    const solve = () => {
      throw new Error('it was answered before')
    }
    const input = { campaign: campaign?.id ?? '', gaps: await wished(given.given), holder: 'nearest' as const }
    const again = await giveGaps(scene.db, scene.now(), CONSOLE, COUNTY, input, { planner: leastCost, solve }, key)
    expect(again).toEqual(given)
    expect(await responsible()).toHaveLength(asked)
  })
})

/** The gaps that these duties filled, as they were named. */
async function wished(duties: string[]) {
  const held = await scene.rows<{ id: string; subject: string }>(
    'duty',
    `id in (${duties.map((d) => `'${d}'`).join()})`,
  )
  const all = await scene.rows<{ subject: string; rule: string; starts: Date }>(
    'requirement',
    `rule = 'section-responsible' and subject in (${held.map((d) => `'${d.subject}'`).join()})`,
  )
  return all.map(({ subject, rule, starts }) => ({ subject, rule, starts }))
}
