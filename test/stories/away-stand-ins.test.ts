import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { giveAtMany } from '../../src/domain/gaps/by-hand/batch.ts'
import { HELPER, useAwayHolders } from '../harness/away-holders.ts'
import { COUNTY } from '../harness/county.ts'

const {
  scene,
  laterBy,
  noteAbsence,
  endAbsence,
  isGap,
  giveGap,
  dutiesAt,
  spellOf,
  spellsAt,
  callsTo,
  expectCountsKept,
} = useAwayHolders()

describe('a stand-in', () => {
  test('has a sole role while its holder is away, who has it again after that: nobody holds it twice', async () => {
    const { campaign } = await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const called = callsTo('P1-4')
    expect(called).toBe(1)
    await scene.pass(MINUTE)
    const [from, ends] = [scene.now(), laterBy(DAY)]
    await noteAbsence('P1-4', { ends: ends.toISOString() })
    expect(await giveGap('S01', 'P1-5')).toMatchObject({ refused: [], to: [{ name: 'P1-5' }] })
    expect(await isGap('S01')).toBe(false)
    await expectCountsKept()
    const held = await dutiesAt('S01')
    expect(held.slice(1).map(spellOf)).toEqual([
      `P1-5 ${from.toISOString()} ${ends.toISOString()}`,
      `P1-4 ${ends.toISOString()} on`,
    ])
    expect(held[0]).toMatchObject({ holder: scene.id('P1-4'), ends: from, end_reason: 'away' })
    expect(held[2]).toMatchObject({ campaign, lane: ACTUAL, end_reason: null })

    // The stand-in is called; who is away is told to stand down, and is called again once they are back.
    await scene.run()
    await scene.answer('P1-5', 'accepted')
    await scene.pass(DAY - MINUTE)
    expect([callsTo('P1-5'), callsTo('P1-4')]).toEqual([1, called])
    const summons = await scene.rows<{ stood_down_at: Date | null }>('summons', `person = '${scene.id('P1-4')}'`)
    expect(summons.map((s) => s.stood_down_at)).toEqual([from])
    await scene.pass(MINUTE)
    expect(callsTo('P1-4')).toBe(called + 1)
    expect(await isGap('S01')).toBe(false)
    await expectCountsKept()
  })

  test('has it without an end where the holder is away until further notice', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    await noteAbsence('P1-4')
    await giveGap('S01', 'P1-5')
    expect((await spellsAt('S01')).slice(1)).toEqual([`P1-5 ${scene.now().toISOString()} on`])
    await expectCountsKept()
  })

  test('has it to the end where the holder’s own ends before they are back', async () => {
    await scene.give('S01', 'responsible', 'P1-4', { ends: laterBy(HOUR) })
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    await noteAbsence('P1-4', { ends: laterBy(DAY).toISOString() })
    await giveGap('S01', 'P1-5')
    expect((await spellsAt('S01')).slice(1)).toEqual([`P1-5 ${scene.now().toISOString()} on`])
  })

  test('is found by a plan that never has who is away, and given when it is accepted', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    const ends = laterBy(DAY)
    await noteAbsence('P1-4', { ends: ends.toISOString() })
    await scene.warn([1], { severity: 'Minor' })
    const [proposal] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
    if (!proposal) throw new Error('nothing is proposed')
    const lines = await scene.rows<{ subject: string; holder: string }>('proposal_line')
    const line = lines.find((l) => l.subject === scene.id('S01'))
    expect(line).toBeDefined()
    expect(lines.map((l) => l.holder)).not.toContain(scene.id('P1-4'))
    await scene.pass(MINUTE)
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, proposal.id, true)
    const who = scene.county.code(line?.holder ?? '')
    expect((await spellsAt('S01')).slice(1)).toEqual([
      `${who} ${scene.now().toISOString()} ${ends.toISOString()}`,
      `P1-4 ${ends.toISOString()} on`,
    ])
    await expectCountsKept()
    await scene.pass(DAY)
    await expectCountsKept()
    expect(await isGap('S01')).toBe(false)
  })

  test('who is away by the time a plan is accepted is given nothing by it', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const [proposal] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
    const [line] = await scene.rows<{ holder: string }>('proposal_line')
    if (!proposal || !line) throw new Error('nothing is proposed')
    await noteAbsence(scene.county.code(line.holder))
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, proposal.id, true)
    expect(await scene.rows('duty', `proposal = '${proposal.id}' and holder = '${line.holder}'`)).toEqual([])
    expect((await scene.rows('duty', `proposal = '${proposal.id}'`)).length).toBeGreaterThan(0)
    await expectCountsKept()
  })

  test('is found at once for a household, and its own helper comes back to it', async () => {
    await scene.give('H1-01', 'helper', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const ends = laterBy(DAY)
    await noteAbsence('P1-4', { ends: ends.toISOString() })
    expect(await isGap('H1-01', HELPER)).toBe(true)
    await scene.pass(5 * MINUTE)
    expect(await isGap('H1-01', HELPER)).toBe(false)
    const [, standIn, again, ...more] = await dutiesAt('H1-01', 'helper')
    expect(more).toEqual([])
    expect(standIn).toMatchObject({ ends })
    expect(standIn?.holder).not.toBe(scene.id('P1-4'))
    expect(again).toMatchObject({ holder: scene.id('P1-4'), starts: ends, campaign: null })
    await expectCountsKept()
  })

  test('is given beside whoever is away, where several hold a role', async () => {
    for (const person of ['P1-4', 'P1-5', 'P1-6', 'P1-7']) await scene.give('S01', 'patrol', person)
    await scene.warn([1], { severity: 'Severe' })
    expect(await isGap('S01', 'section-patrol')).toBe(false)
    await noteAbsence('P1-4', { ends: laterBy(DAY).toISOString() })
    expect(await isGap('S01', 'section-patrol')).toBe(true)
    await giveGap('S01', 'P1-8', 'section-patrol')
    expect(await isGap('S01', 'section-patrol')).toBe(false)
    const held = await dutiesAt('S01', 'patrol')
    expect(held.filter((d) => d.holder === scene.id('P1-4'))).toMatchObject([{ end_reason: null }])
    await expectCountsKept()
  })

  test('may be given by hand as any duty, one or many, and a second one later, but not to who is away', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const ends = laterBy(DAY)
    await noteAbsence('P1-4', { ends: ends.toISOString() })
    const batch = (holder: string) => {
      const subjects = ['S01', 'S02'].map((code) => scene.id(code))
      const role = { role: 'responsible', holderKind: 'person' as const, holder: scene.id(holder) }
      return giveAtMany(scene.db, scene.now(), CONSOLE, COUNTY, { lane: ACTUAL, subjects, ...role })
    }
    expect(await batch('P1-4')).toMatchObject({ given: [], refused: [{ code: 'DUTY_TAKEN' }, { code: 'DUTY_TAKEN' }] })
    const first = await scene.give('S01', 'responsible', 'P1-5', { ends: laterBy(HOUR) })
    expect(first.ends).toEqual(laterBy(HOUR))
    expect(await batch('P1-6')).toMatchObject({ given: [expect.anything()], refused: [{ code: 'DUTY_TAKEN' }] })
    await scene.pass(HOUR)
    expect(await isGap('S01')).toBe(true)
    const second = await scene.give('S01', 'responsible', 'P1-6')
    expect(second.ends).toEqual(ends)
    for (const place of ['S01', 'S02']) {
      expect((await spellsAt(place)).slice(-2)).toEqual([
        expect.stringMatching(`^P1-6 .+ ${ends.toISOString()}$`),
        `P1-4 ${ends.toISOString()} on`,
      ])
    }
    await expectCountsKept()
  })

  test('keeps what was given until the day when who was away was to be back, if they are back before', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const ends = laterBy(DAY)
    const absence = await noteAbsence('P1-4', { ends: ends.toISOString() })
    await giveGap('S01', 'P1-5')
    await scene.pass(HOUR)
    await endAbsence(absence)
    expect((await spellsAt('S01')).slice(-2)).toEqual([
      expect.stringMatching(`^P1-5 .+ ${ends.toISOString()}$`),
      `P1-4 ${ends.toISOString()} on`,
    ])
    await expectCountsKept()
  })
})
