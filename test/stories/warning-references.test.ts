import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { capTime, figures, refTo, useScene } from '../harness/scene.ts'

const scene = useScene()

type Kept = { identifier: string; state: string; why: string; by: string; asks: string | null; reason: string }
const kept = async (identifier: string): Promise<Kept | undefined> => {
  return (await scene.rows<Kept>('warning', `identifier = '${identifier}'`))[0]
}
const cancel = (references: string, change: Record<string, string> = {}) =>
  scene.warn([], { identifier: 'C-1', msgType: 'Cancel', references, info: null, ...change })
const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

test.each([
  ['a second off', (at: Date) => refTo('W-1', after(at, SECOND))],
  ['in other letters', (at: Date) => refTo('W-1', at).replace('office@', 'OFFICE@').replace('W-1', 'w-1')],
  ['of an hour before', (at: Date) => refTo('W-1', after(at, -HOUR))],
  ['without an offset', (at: Date) => refTo('W-1', at).replace('-00:00', '')],
  ['without its moment', () => 'office@example.org,W-1'],
  ['of the year 0', () => 'office@example.org,W-1,0000-01-01T00:00:00+14:00'],
  ['with other marks', (at: Date) => refTo('W-1', at).replaceAll(',', '; ')],
])('a Cancel whose reference is %s ends the only message that it can mean, with a note', async (_, reference) => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await cancel(reference(t0))
  expect(figures(await scene.board())).toEqual({ required: 0, unheld: 0, late: 0 })
  expect(await kept('W-1')).toMatchObject({ state: 'over', why: 'cancelled', by: 'C-1', reason: 'cancelled by C-1' })
  expect(await kept('C-1')).toMatchObject({ state: 'noted', why: 'ends', asks: null })
})

test('of two messages with one identifier, a reference without its moment means neither, and says which name it has', async () => {
  await scene.warn([1], { severity: 'Minor' })
  scene.world.clock.forward(HOUR)
  await scene.warn([2], { severity: 'Minor' })
  scene.world.clock.forward(HOUR)
  await cancel('office@example.org,W-1')
  expect(await kept('C-1')).toMatchObject({ why: 'unknown', asks: 'unknown', by: 'W-1' })
})

test('two messages whose sender and identifier, joined, are the same text are two', async () => {
  const sent = capTime(scene.now())
  const [one, other] = [cap({ sender: 'a', identifier: 'b c', sent }), cap({ sender: 'a b', identifier: 'c', sent })]
  const { warnings } = readCap(`<feed>${one.slice(22)}${other.slice(22)}</feed>`)
  const from = { lane: ACTUAL, source: 'story', warnings, raw: '' }
  const { taken } = await takeWarnings(scene.db, scene.now(), CONSOLE, from)
  expect(taken.map((t) => t.taken)).toEqual(['received', 'received'])
  await scene.run()
  const rows = await scene.rows<Kept & { id: string }>('warning')
  expect(rows.map((w) => w.id).sort()).toEqual(taken.map((t) => t.id).sort())
  // What one names, the other is not.
  await cancel(`a b,c,${sent}`)
  expect((await kept('b c'))?.why).not.toBe('cancelled')
  expect((await kept('c'))?.why).toBe('cancelled')
})

test('what was written otherwise is noted', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await cancel(refTo('W-1', after(t0, SECOND)))
  const [row] = await scene.rows<{ parsed: { notes: string[] } }>('warning', `identifier = 'C-1'`)
  expect(row?.parsed.notes).toEqual([expect.stringContaining('sender and identifier were enough')])
})

test('of two messages with one identifier, the one that is a second off is meant; of two that are far, neither', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await scene.warn([2], { severity: 'Minor' })
  scene.world.clock.forward(HOUR)
  await cancel(refTo('W-1', after(t0, SECOND)))
  const states = await scene.rows<Kept>('warning', `identifier = 'W-1'`)
  expect(states.map((w) => w.state).sort()).toEqual(['in-force', 'over'])
  await cancel(refTo('W-1', after(t0, 20 * MINUTE)), { identifier: 'C-2' })
  expect(await kept('C-2')).toMatchObject({ why: 'unknown', asks: 'unknown' })
})

test('a Cancel of something unknown says so and asks somebody to look, until what it cancels comes', async () => {
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await cancel(refTo('W-1', t0))
  expect(await kept('C-1')).toMatchObject({ state: 'noted', why: 'unknown', by: 'W-1', asks: 'unknown' })
  await scene.warn([1], { severity: 'Minor', sent: capTime(t0) })
  expect(await kept('C-1')).toMatchObject({ state: 'noted', why: 'ends', by: 'W-1', asks: null })
  expect(await kept('W-1')).toMatchObject({ state: 'noted', why: 'cancelled', by: 'C-1' })
  expect(scene.phones.heard).toEqual([])
})

test('a Cancel whose references cannot be read says so and asks somebody to look', async () => {
  await cancel('our warning of this morning')
  const reason = 'it cancels something, and its references name no sender and identifier'
  expect(await kept('C-1')).toMatchObject({ state: 'noted', why: 'unknown', by: null, asks: 'unknown', reason })
})

test('a drill cannot end a real warning by its names', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await cancel(refTo('w-1', t0), { status: 'Exercise' })
  await scene.run('exercise')
  expect((await kept('W-1'))?.state).toBe('in-force')
})

test.each([
  ['superseded', { msgType: 'Update' } as Record<string, string | null>, 'superseded by W-2'],
  ['cancelled', { msgType: 'Cancel', info: null }, 'cancelled by W-2'],
])('each reason says what happened: %s', async (why, change, reason) => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(HOUR)
  await scene.warn(change.info === null ? [] : [1], { identifier: 'W-2', references: refTo('W-1', t0), ...change })
  expect(await kept('W-1')).toMatchObject({ state: 'over', why, by: 'W-2', reason })
})
