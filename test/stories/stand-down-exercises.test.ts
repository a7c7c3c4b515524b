import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { giveAtMany } from '../../src/domain/gaps/by-hand/batch.ts'
import { undoDuties } from '../../src/domain/gaps/by-hand/undo.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY } from '../harness/county.ts'
import { beginDrill, DRILL } from '../harness/drill.ts'
import { useStandDowns } from '../harness/stand-downs.ts'

const { scene, summonsesOf, heardBy, callHolder, endHeld } = useStandDowns()

describe('in an exercise that counts real duties', () => {
  /** The exercise has a clock of its own, a day ahead. */
  const exercise = async () => {
    const duty = await callHolder()
    const then = new Date(scene.now().getTime() + DAY)
    await beginDrill(scene, then, DAY)
    return { duty, then }
  }

  test('the end of one frees its holder there by the exercise’s clock, and says that it is one', async () => {
    const { duty, then } = await exercise()
    expect(heardBy('P1-4')).toEqual(['call', 'call'])
    await endHeld(duty)
    const lanes = (await summonsesOf('P1-4')).map((s) => [s.lane, s.stood_down_at] as const)
    expect(new Map(lanes)).toEqual(
      new Map([
        ['actual', scene.now()],
        [DRILL, then],
      ]),
    )
    await scene.run()
    expect(heardBy('P1-4')).toEqual(['call', 'call', 'stand-down'])
    await runDue(scene.db, DRILL, then, scene.gear)
    const told = scene.phones.heard.filter((m) => m.kind === 'stand-down').map((m) => m.body.startsWith('EXERCISE'))
    expect(told).toEqual([false, true])
    const board = await scene.db.read((tx) =>
      readBoard(tx, CONSOLE, then, { tree: 'area', node: COUNTY, lane: DRILL, gaps: 10_000 }),
    )
    const unheld = board.gaps.filter((g) => g.place === 'S01' && g.rule === 'section-responsible')
    expect(unheld).toHaveLength(1)
  })

  test('the end of one that the exercise gave frees nobody in real life', async () => {
    const { then } = await exercise()
    const before = await scene.rows('requirement', `campaign in (select id from campaign where lane = 'actual')`)
    const wish = {
      lane: DRILL,
      subjects: [scene.id('S02')],
      role: 'responsible',
      holderKind: 'person' as const,
      holder: scene.id('P1-4'),
    }
    const { given } = await giveAtMany(scene.db, then, CONSOLE, COUNTY, wish)
    await runDue(scene.db, DRILL, then, scene.gear)
    await undoDuties(scene.db, then, CONSOLE, COUNTY, given)
    expect((await summonsesOf('P1-4')).filter((s) => s.lane === 'actual')).toMatchObject([{ stood_down_at: null }])
    expect(await scene.rows('requirement', `campaign in (select id from campaign where lane = 'actual')`)).toEqual(
      before,
    )
  })
})
