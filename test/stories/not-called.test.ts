import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readHistory } from '../../src/domain/board/subjects/history.ts'
import { readSubject } from '../../src/domain/board/subjects/read.ts'
import { callAgain } from '../../src/domain/callouts/by-hand.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

/** Nobody is said to have been called to whom nothing was sent, and nobody is sent to the door of whoever is on leave. */

const scene = useScene()

async function pageOf(person: string) {
  const id = scene.id(person)
  return scene.db.read((tx) => readSubject(tx, CONSOLE, scene.now(), { kind: 'person', id, lane: 'actual' }))
}
async function historyOf(person: string) {
  const request = { kind: 'person' as const, id: scene.id(person), lane: 'actual', limit: 50 }
  return (await scene.db.read((tx) => readHistory(tx, CONSOLE, scene.now(), request))).items
}
const saidOf = async (person: string) => (await pageOf(person)).answers.map((a) => a.answer?.state)
const told = (person: string) => scene.phones.heard.filter((m) => m.person === scene.id(person)).map((m) => m.body)
const away = (person: string, days = 1) =>
  noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, {
    person,
    kind: 'away',
    ends: new Date(scene.now().getTime() + days * DAY),
  })

describe('a holder of whom the ladder goes on without a call', () => {
  test('being away, is said to be away, and their deputy is asked for their place', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await away('P1-4')
    await scene.warn([1], { severity: 'Minor' })
    expect([await saidOf('P1-4'), told('P1-4')]).toEqual([['away-not-called'], []])
    expect(told('P1-2')).toMatchObject([expect.stringContaining('1 of your people away: see to their places')])
    expect(told('P1-2').join()).not.toContain('do not answer')
    const events = await historyOf('P1-4')
    expect(events.filter((e) => e.kind === 'summons').map((e) => [e.act, e.detail.reason])).toEqual([
      ['summons.not-called', 'away'],
    ])
  })

  test('without a number, is said to have none, and their deputy is asked to go to the door', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.db.write(scene.now(), (tx) => tx`delete from contact where person = ${scene.id('P1-4')}`)
    await scene.warn([1], { severity: 'Minor' })
    expect(new Set(await saidOf('P1-4'))).toEqual(new Set(['no-address']))
    expect(told('P1-2').join()).toContain('1 of your people do not answer: go to their doors')
  })

  test('and is called by hand all the same, has been called', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await away('P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const { may, answers } = await pageOf('P1-4')
    expect(may.map((m) => m.action)).toContain('call-again')
    const act = { district: COUNTY, callout: answers[0]?.answer?.callout ?? '', persons: [scene.id('P1-4')] }
    await callAgain(scene.db, scene.now(), CONSOLE, act)
    await scene.run()
    expect([await saidOf('P1-4'), told('P1-4').length]).toEqual([['called'], 1])
  })
})

test('who was called and then goes away has been called', async () => {
  await scene.give('S01', 'responsible', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
  await away('P1-4')
  await scene.pass(30 * MINUTE)
  expect(await saidOf('P1-4')).toEqual(['called'])
  expect(told('P1-4').length).toBeGreaterThan(0)
})
