import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { insertDuty } from '../../src/domain/duties/store.ts'
import { afterLaneDuties } from '../../src/domain/gaps/actions.ts'
import { RESPONSIBLE, useAwayHolders } from '../harness/away-holders.ts'
import { COUNTY } from '../harness/county.ts'
import { beginDrill, DRILL } from '../harness/drill.ts'

const { scene, laterBy, noteAbsence, expectCountsKept } = useAwayHolders()

describe('an exercise', () => {
  /** An exercise of another year, in which S01 is held by a duty of real life and S02 by one of its own. */
  const drill = async (then: Date) => {
    await beginDrill(scene, then, 100 * DAY)
    await scene.db.write(then, async (tx) => {
      const duty = { district: COUNTY, subject: scene.id('S02'), role: 'responsible', holder: scene.id('P1-4') }
      await insertDuty(tx, then, CONSOLE, DRILL, { ...duty, sole: true })
      await afterLaneDuties(tx, then, { district: COUNTY, lane: DRILL }, [scene.id('S02')])
    })
  }
  const unheldIn = async (lane: string) => {
    const rows = await scene.rows<{ subject: string }>(
      'requirement',
      `held < needed and rule = '${RESPONSIBLE}' and campaign in (select id from campaign where lane = '${lane}')`,
    )
    return ['S01', 'S02'].filter((place) => rows.some((r) => r.subject === scene.id(place)))
  }

  test('of another year goes on as it was when somebody is away in real life', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const then = new Date('2031-07-09T08:00:00+08:00')
    await drill(then)
    expect([await unheldIn(ACTUAL), await unheldIn(DRILL)]).toEqual([['S02'], []])
    await noteAbsence('P1-4', { ends: laterBy(DAY).toISOString() })
    expect([await unheldIn(ACTUAL), await unheldIn(DRILL)]).toEqual([['S01', 'S02'], []])
    await expectCountsKept()
    await expectCountsKept(DRILL, then)
  })

  test('passes through an absence that is noted for its time, of real duties and its own, and real life does not', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const then = new Date('2031-07-09T08:00:00+08:00')
    await drill(then)
    await noteAbsence('P1-4', { starts: '2031-07-01T00:00:00+08:00', ends: '2031-08-01T00:00:00+08:00' })
    expect([await unheldIn(ACTUAL), await unheldIn(DRILL)]).toEqual([['S02'], ['S01', 'S02']])
    await expectCountsKept()
    await expectCountsKept(DRILL, then)
  })
})
