import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import { keyOf, useActs } from '../harness/acts.ts'

const { scene, get, post, campaignNow, gapsOf } = useActs()

const later = (hours: number) => new Date(scene.now().getTime() + hours * HOUR)

describe('shifts that begin later', () => {
  /** Somebody has the next patrol of a section, which begins in six hours. */
  async function patrol() {
    await scene.warn([1], { severity: 'Severe' })
    const duty = await scene.give('S01', 'patrol', 'P1-4', { starts: later(6), ends: later(14) })
    await scene.run()
    return duty.id
  }
  const coming = async (query: string) => (await get(`/coming?${query}`)).body.items

  test('are seen on the place and on the person, with when they are called, and then with what they said', async () => {
    const duty = await patrol()
    const [shift] = await coming(`place=${scene.id('S01')}`)
    expect(shift).toMatchObject({
      duty,
      role: 'patrol',
      holder: { id: scene.id('P1-4'), name: 'P1-4' },
      starts: later(6).toISOString(),
      answer: null,
      callAt: later(4).toISOString(),
    })
    const own = await coming(`person=${scene.id('P1-4')}`)
    expect(own).toMatchObject([{ duty, subject: { id: scene.id('S01') } }])
    const before = scene.now()
    await scene.pass(4 * HOUR)
    await scene.answer('P1-4', 'accepted')
    const [called] = await coming(`place=${scene.id('S01')}`)
    expect(called).toMatchObject({ duty, answer: { state: 'accepted' }, callAt: null })
    const [then] = await coming(`place=${scene.id('S01')}&at=${before.toISOString()}`)
    expect(then).toMatchObject({ duty, answer: null })
    await scene.pass(3 * HOUR)
    expect((await coming(`person=${scene.id('P1-4')}`)).map((s: { duty: string }) => s.duty)).not.toContain(duty)
  })

  test('are seen along the dam, of each section the next one', async () => {
    const duty = await patrol()
    const items = await coming(`line=${encodeURIComponent('south dam')}`)
    expect(items.map((s: { duty: string }) => s.duty)).toContain(duty)
    const sections = items.map((s: { subject: { id: string } }) => s.subject.id)
    expect(new Set(sections).size).toBe(sections.length)
  })

  test('of an exercise are not seen in real life', async () => {
    await patrol()
    const shift = { role: 'patrol', starts: later(6), ends: later(14), holder: scene.id('P1-5') }
    const given = await post('/duties/batch', { lane: 'drill', subjects: [scene.id('S02')], ...shift })
    expect(given.body.given).toHaveLength(1)
    expect(await coming(`lane=drill&place=${scene.id('S02')}`)).toHaveLength(1)
    expect(await coming(`place=${scene.id('S02')}`)).toEqual([])
  })
})

describe('giving by name keeps what a rule lets one person carry', () => {
  test('more than that is refused, and said so before; with a reason it is given, and the reason is kept', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const [one, ...others] = await gapsOf('section-patrol')
    if (!one) throw new Error('no patrol is missing')
    const gaps = [one, ...others.filter((g) => g.starts === one.starts)].slice(0, 2).map(keyOf)
    expect(gaps).toHaveLength(2)
    const wish = { campaign: await campaignNow(), gaps, holder: scene.id('P1-4') }
    const tried = (await post('/gaps/give?try=true', wish)).body
    expect(tried).toMatchObject({ to: [{ name: 'P1-4', n: 1 }], refused: [{ code: 'HOLDER_FULL' }] })
    expect(tried.lines).toMatchObject([{ name: 'P1-4', place: expect.stringMatching(/^S/) }])
    expect(await scene.rows('duty', "role = 'patrol' and holder_kind = 'person' and campaign is not null")).toEqual([])
    const { body } = await post('/gaps/give', wish)
    expect(body.refused).toMatchObject([{ code: 'HOLDER_FULL' }])
    const left = body.refused.map(({ subject, rule, starts }: typeof one) => ({ subject, rule, starts }))
    const beyond = 'nobody else is near'
    const more = await post('/gaps/give', { ...wish, gaps: left, beyond })
    expect(more.body).toMatchObject({ to: [{ name: 'P1-4', n: 1 }], refused: [] })
    const acts = await scene.rows<{ detail: object }>('audit', "act = 'duty.give' and detail ? 'beyond'")
    expect(acts.map((a) => a.detail)).toMatchObject([{ beyond, over: 1 }])
  })

  test('a role that one alone may have is refused with the name of who has it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    await scene.give('S01', 'responsible', 'P1-4')
    const { body } = await post('/duties/batch', {
      subjects: [scene.id('S01')],
      role: 'responsible',
      holder: scene.id('P1-5'),
    })
    expect(body.refused).toMatchObject([{ code: 'DUTY_TAKEN', holder: 'P1-4' }])
  })
})
