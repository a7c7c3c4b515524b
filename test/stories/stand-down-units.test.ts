import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { giveDuty } from '../../src/domain/duties/actions.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { afterClosing, afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { moveCoverage } from '../../src/domain/gaps/move-coverage.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { mergeUnits, splitUnit } from '../../src/domain/people/actions.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { importer, units } from '../harness/import-world.ts'
import { useStandDowns } from '../harness/stand-downs.ts'
import { teamsOf } from '../harness/teams.ts'

const { scene, stoodDownAt, queuedTo, heardBy, giveHouseholds, callHolder, endHeld, replaceHeld, yesterday } =
  useStandDowns()
const { apply } = importer(scene.world)
const { form, dissolve } = teamsOf(scene)

describe('what a unit answers for is asked of its secretary:', () => {
  const ofUnit = () => callHolder('U1', { holderKind: 'unit' })
  const post = async () => {
    const [duty] = await scene.rows<{ id: string }>('duty', `subject = '${scene.id('U1')}' and role = 'secretary'`)
    return { id: duty?.id } as Duty
  }
  const CLOSED: [title: string, act: () => Promise<unknown>][] = [
    [
      'merged into another',
      () => {
        const after = { move: moveCoverage, close: afterClosing }
        return mergeUnits(scene.db, scene.now(), CONSOLE, [scene.id('U1')], scene.id('U2'), after)
      },
    ],
    [
      'closed by a list of units',
      async () => apply(await units(`code,name,dissolved,area\nU1,Unit U1,${yesterday()},${villageCode(1)}\n`)),
    ],
  ]

  test.each(CLOSED)('a unit that is %s asks nothing of them any more, and their post has ended', async (_, act) => {
    await ofUnit()
    expect(heardBy('P1-1')).toEqual(['call'])
    await act()
    expect(await stoodDownAt('P1-1')).toEqual([scene.now()])
    const over = await scene.rows('duty', `subject = '${scene.id('U1')}' or holder = '${scene.id('U1')}'`)
    expect(over.length).toBeGreaterThan(0)
    expect(over.map((d) => (d as { ends: Date }).ends)).toEqual(over.map(() => scene.now()))
    await scene.run()
    expect(heardBy('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('who goes with a unit that is split off is asked nothing of the old one any more, in that act', async () => {
    await ofUnit()
    const offshoot = { code: 'U1-N', name: 'New', area: null, people: [scene.id('P1-1')], units: [] }
    const after = { move: moveCoverage, leave: afterLeaving }
    await splitUnit(scene.db, scene.now(), CONSOLE, scene.id('U1'), [offshoot], after)
    expect(await stoodDownAt('P1-1')).toEqual([scene.now()])
    expect(await queuedTo('P1-1')).toHaveLength(1)
    const posts = await scene.rows<{ role: string; ends: Date }>('duty', `subject = '${scene.id('U1')}'`)
    expect(posts.filter((d) => d.ends <= scene.now()).map((d) => d.role)).toEqual(['secretary'])
    await scene.run()
    expect(heardBy('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('a team that is dissolved asks nothing of whom it was asked, in that act, and its place is open', async () => {
    await giveHouseholds()
    const team = await form()
    const post = { subjectKind: 'unit' as const, subject: team.unit, role: 'secretary', holder: scene.id('P1-1') }
    await giveDuty(scene.db, scene.now(), CONSOLE, { district: COUNTY, ...post }, givingDuty)
    const place = { subject: scene.id('S01'), role: 'responsible', holderKind: 'unit' as const, holder: team.unit }
    await giveDuty(scene.db, scene.now(), CONSOLE, { district: COUNTY, ...place }, givingDuty)
    await scene.warn([1], { severity: 'Minor' })
    expect(heardBy('P1-1')).toEqual(['call'])
    scene.world.clock.forward(MINUTE)
    await dissolve(team.unit)
    expect(await stoodDownAt('P1-1')).toEqual([scene.now()])
    expect(await queuedTo('P1-1')).toHaveLength(1)
    const open = await scene.rows('requirement', `subject = '${scene.id('S01')}' and gap_since is not null`)
    expect(open).toMatchObject([{ rule: 'section-responsible', held: 0 }])
    await scene.run()
    expect(heardBy('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('whoever follows as secretary is called for it, and who was it is stood down', async () => {
    await ofUnit()
    await replaceHeld(await post(), 'P1-6')
    expect(await stoodDownAt('P1-1')).toEqual([scene.now()])
    await scene.run()
    expect([heardBy('P1-1'), heardBy('P1-6')]).toEqual([['call', 'stand-down'], ['call']])
  })

  test('who is secretary no more, but answers for something else, stays; the new one is called all the same', async () => {
    const duty = await scene.give('S02', 'responsible', 'P1-1')
    await ofUnit()
    await replaceHeld(await post(), 'P1-6')
    await scene.run()
    expect([await stoodDownAt('P1-1'), heardBy('P1-1'), heardBy('P1-6')]).toEqual([[null], ['call'], ['call']])
    await endHeld(duty)
    expect(await stoodDownAt('P1-1')).toEqual([scene.now()])
  })
})
