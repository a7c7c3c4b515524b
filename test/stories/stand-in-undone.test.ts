import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { endDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { afterEndedByHand } from '../../src/domain/gaps/stand-in.ts'
import { keyOf, useActs } from '../harness/acts.ts'
import { COUNTY } from '../harness/county.ts'

/** A stand-in that is taken back leaves the place as it was before: its holder's, whether they are away or back. */

const { scene, post, gapsOf, campaignNow } = useActs()
const RESPONSIBLE = 'section-responsible'
const isOpen = async (place: string) => (await gapsOf(RESPONSIBLE)).some((gap) => gap.place === place)
const later = (ms: number) => new Date(scene.now().getTime() + ms)

/** Who has the role at a place from now on, as `who until`. */
async function holders(place: string): Promise<string[]> {
  const duties = await scene.rows<{ holder: string; starts: Date; ends: Date }>(
    'duty',
    `subject = '${scene.id(place)}' and role = 'responsible' and ends > greatest(starts, '${scene.now().toISOString()}')`,
  )
  const until = (at: Date) => (at.getTime() < 8.64e15 ? at.toISOString() : 'on')
  return duties
    .toSorted((a, b) => Number(a.starts) - Number(b.starts))
    .map((d) => `${scene.county.code(d.holder)} ${until(d.ends)}`)
}

/** P1-4 is away from S01, and P1-5 stands in; returns the absence and the stand-in's duty. */
async function standIn(ends: Date | null, given: { ends?: Date } = {}) {
  await scene.give('S01', 'responsible', 'P1-4', given)
  await scene.warn([1], { severity: 'Minor' })
  await scene.pass(MINUTE)
  const noted = await post('/absences', {
    person: 'P1-4',
    kind: 'away',
    ...(ends ? { ends: ends.toISOString() } : {}),
  })
  const gap = (await gapsOf(RESPONSIBLE)).find((g) => g.place === 'S01')
  if (!gap) throw new Error('S01 is no gap')
  await post('/gaps/give', { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id('P1-5') })
  const [duty] = await scene.rows<{ id: string }>('duty', `holder = '${scene.id('P1-5')}' and role = 'responsible'`)
  return { absence: noted.body.absence.id as string, duty: duty?.id ?? '' }
}
const undo = (duty: string) => post('/duties/undo', { duties: [duty] })

describe('a stand-in who is taken back', () => {
  test('a moment later, leaves the place to its holder, who has it once they are back', async () => {
    const { absence, duty } = await standIn(null)
    scene.world.clock.forward(5_000)
    expect((await undo(duty)).body.ended).toEqual([duty])
    expect([await holders('S01'), await isOpen('S01')]).toEqual([['P1-4 on'], true])
    await post(`/absences/${absence}/end`)
    expect(await isOpen('S01')).toBe(false)
  })

  test('leaves it so until the day on which they were to have it again', async () => {
    const back = later(DAY + MINUTE)
    const { absence, duty } = await standIn(back)
    scene.world.clock.forward(5_000)
    await undo(duty)
    expect(await holders('S01')).toEqual([`P1-4 ${back.toISOString()}`, 'P1-4 on'])
    await post(`/absences/${absence}/end`)
    expect(await isOpen('S01')).toBe(false)
  })

  test('leaves it for as long as theirs would have gone on', async () => {
    const ends = later(2 * HOUR)
    const { duty } = await standIn(later(DAY), { ends })
    scene.world.clock.forward(5_000)
    await undo(duty)
    expect(await holders('S01')).toEqual([`P1-4 ${ends.toISOString()}`])
  })

  test('and who hands it back early, with a reason, leaves it to them too', async () => {
    const { absence, duty } = await standIn(null)
    await scene.pass(HOUR)
    await post(`/absences/${absence}/end`)
    await endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty, 'handed back', afterEndedByHand)
    expect([await holders('S01'), await isOpen('S01')]).toEqual([['P1-4 on'], false])
  })

  test('who was replaced by another, gives nothing back', async () => {
    const { duty } = await standIn(null)
    scene.world.clock.forward(5_000)
    const to = scene.id('P1-6')
    await replaceHolder(scene.db, scene.now(), CONSOLE, COUNTY, duty, to, 'nearer', afterDutiesEnded)
    expect(await holders('S01')).toEqual(['P1-6 on'])
  })

  test('for one who has left since, leaves it to nobody', async () => {
    const { duty } = await standIn(null)
    scene.world.clock.forward(5_000)
    await scene.db.write(
      scene.now(),
      (tx) => tx`update membership set ends = ${scene.now()} where person = ${scene.id('P1-4')}`,
    )
    await undo(duty)
    expect([await holders('S01'), await isOpen('S01')]).toEqual([[], true])
  })
})
