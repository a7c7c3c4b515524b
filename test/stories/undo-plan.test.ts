import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { COUNTY } from '../harness/county.ts'
import { figures } from '../harness/scene.ts'
import { stopAfter } from '../harness/stop-after.ts'
import { useUndo } from '../harness/undo.ts'

const { scene, get, post, lately, latest, tryUndo, undo, undone, held, heard, campaignNow } = useUndo()

interface Plan {
  id: string
  state: string
  by_hand: boolean
}
const plans = () => scene.rows<Plan>('proposal')
/** The plan that waits for a yes is accepted, for a reason. */
async function accept(reason = 'it is late'): Promise<string> {
  const open = (await plans()).find((p) => p.state === 'open')
  if (!open) throw new Error('no plan waits')
  const done = await post(`/proposals/${open.id}/accept`, { reason })
  expect(done.status, JSON.stringify(done.body)).toBe(200)
  return open.id
}

test('an accepted plan is withdrawn whole: its places are open again, who was called for it is stood down, and it is planned anew', async () => {
  await scene.warn([1, 2], { severity: 'Extreme' })
  const [before, duties] = [figures(await scene.board()), await held()]
  const plan = await accept()
  await scene.run()
  await scene.pass(3 * MINUTE)
  const given = await held()
  expect(given.length).toBeGreaterThan(duties.length)
  const act = await latest('proposal.accept')
  expect(act).toMatchObject({ reason: 'it is late', count: given.length - duties.length })
  const size = (await tryUndo(act.id)).body
  expect(size).toMatchObject({ kind: 'plan', duties: given.length - duties.length, lost: 0 })

  await undone('proposal.accept')
  expect(await held()).toEqual(duties)
  expect(figures(await scene.board())).toEqual(before)
  expect(await scene.rows('duty', `proposal = '${plan}' and end_reason is distinct from 'undone'`)).toEqual([])
  expect(heard('stand-down').length).toBeGreaterThan(0)
  const states = (await plans()).map((p) => [p.id === plan, p.state])
  expect(states).toContainEqual([true, 'undone'])
  expect(states).toContainEqual([false, 'open'])
  const rows = await scene.db.read((tx) => auditOf(tx, COUNTY, plan, 10))
  expect(rows.find((r) => r.act === 'proposal.undo')?.detail).toMatchObject({ undoes: act.id })
  expect(rows.find((r) => r.act === 'proposal.undone')?.detail).toMatchObject({ restored: size.duties, lost: 0 })
  expect(await undo(act.id)).toMatchObject({ status: 409, body: { code: 'ACT_UNDONE' } })
  expect((await latest('proposal.accept')).undo).toMatchObject({
    done: true,
    total: size.duties,
    restored: size.duties,
  })
})

test('what others ended or were given since is said before and left alone', async () => {
  await scene.warn([1], { severity: 'Extreme' })
  const plan = await accept()
  await scene.run()
  const [first] = await scene.rows<{ id: string }>(
    'duty',
    `proposal = '${plan}' and starts <= '${scene.now().toISOString()}'`,
  )
  const answer = await post(`/duties/undo`, { duties: [first?.id ?? ''] })
  expect(answer.body.ended).toEqual([first?.id])
  const { id } = await latest('proposal.accept')
  const size = (await tryUndo(id)).body
  expect(size.lost).toBe(1)
  await undone('proposal.accept')
  expect((await latest('proposal.accept')).undo).toMatchObject({ done: true, lost: 1 })
})

test('an engine that dies in the middle leaves it to the next, and nothing is planned or called meanwhile', async () => {
  await scene.warn([1], { severity: 'Extreme' })
  const duties = await held()
  await accept()
  await scene.run()
  const { id } = await latest('proposal.accept')
  const once = { 'idempotency-key': newId(scene.now()) }
  const begun = await undo(id, once)
  expect(begun.status).toBe(200)
  expect(await undo(id, once)).toEqual(begun)
  await stopAfter(scene, 'undo')
  await scene.run()
  expect(await held()).toEqual(duties)
  expect(await scene.rows('undoing', 'ended_at is null')).toEqual([])
})

test('a plan that a rule lets the engine accept is not undone, nor what cannot be', async () => {
  await scene.warn([1], { severity: 'Extreme' })
  await scene.run()
  const all = await scene.rows<{ id: string; act: string }>('audit', `act in ('proposal.make', 'callout.start')`)
  expect(all.length).toBeGreaterThan(0)
  for (const { id } of all) expect(await undo(id)).toMatchObject({ status: 422, body: { code: 'ACT_FINAL' } })
})

test('what was given by hand is found in the tray when its toast is gone, and undone once', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const campaign = await campaignNow()
  const gaps = (await get(`/campaigns`)).body.items.length
  expect(gaps).toBe(1)
  const before = await held()
  const [gap] = await scene.rows<{ subject: string; rule: string; starts: Date }>(
    'requirement',
    `campaign = '${campaign}' and held < needed`,
  )
  if (!gap) throw new Error('nothing is open')
  const key = { subject: gap.subject, rule: gap.rule, starts: gap.starts }
  const given = await post('/gaps/give', { campaign, gaps: [key], holder: scene.id('P1-7') })
  expect(given.body.given).toHaveLength(1)
  await scene.run()
  scene.world.clock.forward(MINUTE)
  const act = await latest('duty.give')
  expect((await tryUndo(act.id)).body).toEqual({ kind: 'duties', duties: 1, lost: 0, people: 1 })
  expect((await undo(act.id)).status).toBe(200)
  expect(await held()).toEqual(before)
  expect(await undo(act.id)).toMatchObject({ status: 409, body: { code: 'ACT_UNDONE' } })
  const rows = await lately()
  expect(rows.map((r) => r.act)).toEqual(['duty.undo', 'duty.give'])
  expect(rows[1]).toMatchObject({ undoUntil: null, undo: { done: true } })
})

test('the tray of one lane tells nothing of another, and goes on page by page', async () => {
  await scene.warn([1], { severity: 'Minor' })
  for (const n of [1, 2, 3]) {
    await post('/duties/batch', {
      lane: 'actual',
      subjects: [scene.id(`H2-0${n}`)],
      role: 'gatekeeper',
      holderKind: 'person',
      holder: scene.id('P2-4'),
    })
    scene.world.clock.forward(MINUTE)
  }
  expect(await lately('?lane=drill')).toEqual([])
  const first = (await get('/lately?limit=2')).body
  const second = (await get(`/lately?limit=2&after=${first.next}`)).body
  expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
  expect(new Set([...first.items, ...second.items].map((r) => r.id)).size).toBe(3)
})
