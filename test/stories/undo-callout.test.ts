import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { useUndo } from '../harness/undo.ts'

const { scene, post, latest, tryUndo, undo, undone, asked, heard } = useUndo()

interface Summons {
  person: string
  next_at: Date | number
  stood_down_at: Date | null
  stopped_at: Date | null
}

/** All households of village 1 are P1-4's and P1-5's, who are called. */
async function called(): Promise<string> {
  for (let n = 1; n <= 20; n++)
    await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', n <= 10 ? 'P1-4' : 'P1-5')
  await scene.warn([1], { severity: 'Minor' })
  await scene.pass(MINUTE)
  const [callout] = await scene.rows<{ id: string }>('callout')
  return (callout as { id: string }).id
}
const stop = (callout: string, tell = true) => post(`/callouts/${callout}/stop`, { reason: 'a mistake', tell })
const rang = () => scene.phones.heard.filter((m) => m.kind === 'call').length

test('a call-out that was stopped by mistake goes on: who was told to stay is told that it holds, and the ladder rings on', async () => {
  const callout = await called()
  await scene.answer('P1-4', 'accepted')
  const before = await asked()
  const { body } = await stop(callout)
  await scene.run()
  expect(heard('stand-down')).toHaveLength(body.told)
  expect((await asked()).length).toBe(before.length - body.people)
  const act = await latest('callout.stop')
  expect(act).toMatchObject({ reason: 'a mistake', count: body.people })
  expect((await tryUndo(act.id)).body).toEqual({ kind: 'callout', duties: 0, lost: 0, people: body.people })
  const calls = rang()
  await undone('callout.stop')
  expect(await asked()).toEqual(before)
  expect(heard('holds')).toEqual(heard('stand-down'))
  const rows = await scene.rows<Summons>('summons')
  expect(rows.filter((s) => s.stopped_at !== null || s.stood_down_at !== null)).toEqual([])
  expect(await undo(act.id)).toMatchObject({ status: 409, body: { code: 'ACT_UNDONE' } })
  await scene.pass(HOUR)
  expect(rang()).toBeGreaterThan(calls)
})

test('a stand-down that nobody has sent yet is withdrawn, and nobody is told of either', async () => {
  const callout = await called()
  await stop(callout)
  const { id } = await latest('callout.stop')
  await undo(id)
  // The undo runs before the messages go out.
  await scene.run()
  expect([heard('stand-down'), heard('holds')]).toEqual([[], []])
})

test('whose duties ended since stays stood down, and is counted', async () => {
  const callout = await called()
  await stop(callout)
  await scene.run()
  const theirs = await scene.rows<{ id: string }>('duty', `holder = '${scene.id('P1-4')}' and role = 'helper'`)
  const undoing = await post('/duties/undo', { duties: theirs.map((d) => d.id) })
  expect(undoing.body.ended).toHaveLength(10)
  const { id } = await latest('callout.stop')
  await undo(id)
  await scene.run()
  const back = await scene.rows<Summons>('summons', `callout = '${callout}' and stood_down_at is null`)
  const people = back.map((s) => scene.county.code(s.person))
  expect(people).toContain('P1-5')
  expect(people).not.toContain('P1-4')
  expect((await latest('callout.stop')).undo).toMatchObject({ done: true, lost: 1 })
})

test('answers that were written down are taken back from the tray', async () => {
  const callout = await called()
  const before = await asked()
  await post(`/callouts/${callout}/written`, { persons: [scene.id('P1-4'), scene.id('P1-5')], kind: 'declined' })
  const act = await latest('summons.answer')
  expect(act.count).toBe(2)
  expect((await tryUndo(act.id)).body).toEqual({ kind: 'answers', duties: 0, lost: 0, people: 2 })
  expect((await undo(act.id)).status).toBe(200)
  expect(await asked()).toEqual(before)
  expect(await undo(act.id)).toMatchObject({ status: 409, body: { code: 'ACT_UNDONE' } })
  expect((await latest('summons.answer')).undo).toMatchObject({ done: true })
})
