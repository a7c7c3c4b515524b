import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { distanceM } from '../../src/base/geometry.ts'
import { newId } from '../../src/base/ids.ts'
import type { PageRequest } from '../../src/base/paging.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { readPlanPicture } from '../../src/domain/gaps/plan-picture.ts'
import { linesOf, openProposals, type Proposal, proposalById, proposalsOf } from '../../src/domain/gaps/proposals.ts'
import { COUNTY } from '../harness/county.ts'
import { refTo, useScene } from '../harness/scene.ts'

const scene = useScene()

const decide = (id: string, yes: boolean) => decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, id, yes)
const lines = (id: string) => scene.db.read((tx) => linesOf(tx, COUNTY, id, null, 1000))
const given = () => scene.rows<{ role: string }>('duty', `proposal is not null and role <> 'helper'`)

/** Village 1 is warned at level II; the plan for its dam waits for a yes. */
async function offer(): Promise<Proposal> {
  await scene.warn([1], { severity: 'Severe' })
  const [open] = await scene.db.read((tx) => openProposals(tx, 'actual'))
  if (!open) throw new Error('nothing is on offer')
  return (await scene.db.read((tx) => proposalById(tx, COUNTY, open.id))) as Proposal
}

test('a proposal shows what it would change, and changes nothing', async () => {
  const proposal = await offer()
  expect(proposal.summary.rules).toMatchObject({ 'section-responsible': 4, 'section-technical': 4 })
  const shown = await lines(proposal.id)
  expect(shown.filter((l) => l.rule === 'section-technical').every((l) => /^P\d-3$/.test(l.person))).toBe(true)
  expect(shown.every((l) => l.place.startsWith('S') && l.distanceM > 0)).toBe(true)
  expect(await given()).toEqual([])
})

test('is drawn from each holder’s home to the place, with who is there already', async () => {
  const proposal = await offer()
  const shown = await lines(proposal.id)
  const drawn = async (request: PageRequest) =>
    scene.db.read((tx) => readPlanPicture(tx, CONSOLE, COUNTY, proposal.id, request))
  const first = await drawn({ limit: 5 })
  const rest = await drawn({ limit: 1000, after: first.next ?? '' })
  const all = [...first.items, ...rest.items]
  expect(rest.next).toBeNull()
  expect(all.map((l) => l.duty)).toEqual(shown.map((l) => l.duty))
  for (const [i, { place, home }] of all.entries())
    expect(distanceM(place, home)).toBeCloseTo(shown[i]?.distanceM ?? 0, 0)
  expect(all.every((l) => l.beside.length === 0 && l.changed === null)).toBe(true)

  const [patrol] = shown.filter((l) => l.rule === 'section-patrol')
  if (!patrol) throw new Error('no patrol is planned')
  const { starts, ends } = patrol
  await scene.give(scene.county.code(patrol.subject), 'patrol', 'P6-1', { starts, ends })
  const [beside] = (await drawn({ limit: 1000 })).items.filter((l) => l.beside.length > 0)
  expect(beside).toMatchObject({ role: 'patrol', beside: [expect.anything()] })
})

test('no one is asked for more than one shift in a day', async () => {
  const shown = (await lines((await offer()).id)).filter((l) => l.rule === 'section-patrol')
  expect(new Set(shown.map((l) => l.holder)).size).toBe(shown.length)
})

test('accepted, its duties are given and their holders called', async () => {
  const proposal = await offer()
  const expected = (await lines(proposal.id)).length
  scene.world.clock.forward(MINUTE)
  expect(await decide(proposal.id, true)).toEqual({ given: expected, overtaken: 0 })
  expect(await given()).toHaveLength(expected)
  const heard = scene.phones.heard.length
  await scene.run()
  expect(scene.phones.heard.length).toBeGreaterThan(heard)
  const board = await scene.board()
  expect(board.rules.find((r) => r.rule === 'section-technical')).toMatchObject({ required: 4, unheld: 0 })
})

test('refused, it changes nothing', async () => {
  const proposal = await offer()
  expect(await decide(proposal.id, false)).toEqual({ given: 0, overtaken: 0 })
  expect(await given()).toEqual([])
})

test('what somebody was quicker to give is left out and counted', async () => {
  const proposal = await offer()
  const shown = await lines(proposal.id)
  const patrols = shown.filter((l) => l.rule === 'section-patrol' && l.place === 'S01' && l.starts <= scene.now())
  expect(patrols).toHaveLength(4)
  const free = ['P6-8', 'P6-9'].filter((p) => !patrols.some((l) => l.person === p))
  for (const p of free) await scene.give('S01', 'patrol', p, { ends: patrols[0]?.ends })
  await scene.give('S01', 'responsible', 'P6-9')
  expect(await decide(proposal.id, true)).toEqual({ given: shown.length - 3, overtaken: 3 })
  const board = await scene.board()
  expect(board.gaps.filter((g) => g.place === 'S01' && g.starts <= scene.now())).toEqual([])
  const standing = await scene.rows(
    'duty',
    `role = 'patrol' and subject = '${scene.id('S01')}' and starts <= '${scene.now().toISOString()}'`,
  )
  expect(standing).toHaveLength(4)
})

test('decided twice, the second is told so', async () => {
  const proposal = await offer()
  await decide(proposal.id, true)
  await expect(decide(proposal.id, true)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
  await expect(decide(proposal.id, false)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
  await expect(decide(newId(scene.now()), true)).rejects.toMatchObject({ code: 'PROPOSAL_UNKNOWN' })
})

test('two say yes at once: one is told that it was decided', async () => {
  const proposal = await offer()
  const both = await Promise.allSettled([decide(proposal.id, true), decide(proposal.id, true)])
  expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await given()).toHaveLength((await lines(proposal.id)).length)
})

test('while one is on offer, no second is; when it is decided, what it left is planned anew', async () => {
  const first = await offer()
  scene.world.clock.forward(MINUTE)
  await scene.warn([4], { identifier: 'X-1', severity: 'Severe' })
  expect(await scene.db.read((tx) => openProposals(tx, 'actual'))).toHaveLength(1)
  await decide(first.id, true)
  await scene.run()
  const all = await scene.db.read((tx) => proposalsOf(tx, COUNTY, first.campaign, 10))
  const next = all.find((p) => p.state === 'open')
  expect(next?.summary.rules['section-responsible']).toBeGreaterThan(0)
})

test('what nobody decided before the campaign ended is overtaken', async () => {
  const sent = scene.now()
  const proposal = await offer()
  scene.world.clock.forward(MINUTE)
  await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', sent), info: null })
  expect(await scene.db.read((tx) => proposalById(tx, COUNTY, proposal.id))).toMatchObject({ state: 'overtaken' })
  await expect(decide(proposal.id, true)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
})

describe('an offer that nobody decides on', () => {
  const open = async () => {
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const all = await scene.db.read((tx) => proposalsOf(tx, COUNTY, campaign?.id ?? '', 10))
    return all.filter((p) => p.state === 'open')
  }
  const places = async (id: string) => new Set((await lines(id)).map((l) => l.place))

  test('stands for ten minutes; then one that fills what has arisen since takes its place', async () => {
    const first = await offer()
    scene.world.clock.forward(MINUTE)
    await scene.warn([4], { identifier: 'X-1', severity: 'Severe' })
    await scene.pass(9 * MINUTE - 1)
    expect((await open()).map((p) => p.id)).toEqual([first.id])
    await scene.pass(1)
    const [second, ...more] = await open()
    expect([second?.id === first.id, more]).toEqual([false, []])
    const [before, after] = [await places(first.id), await places(second?.id ?? '')]
    expect(after.size).toBeGreaterThan(before.size)
    expect([...before].filter((place) => !after.has(place))).toEqual([])
    await expect(decide(first.id, true)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
    expect((await decide(second?.id ?? '', true)).overtaken).toBe(0)
  })

  test('is not replaced by its like', async () => {
    const first = await offer()
    await scene.pass(3 * HOUR)
    expect((await open()).map((p) => p.id)).toEqual([first.id])
  })

  test('does not keep the next shift waiting', async () => {
    const first = await offer()
    await scene.pass(8 * HOUR)
    const [second] = await open()
    expect(second?.id).not.toBe(first.id)
    const starts = (await lines(second?.id ?? '')).map((l) => l.starts.getTime())
    expect(Math.max(...starts)).toBeGreaterThan(Math.max(...(await lines(first.id)).map((l) => l.starts.getTime())))
  })
})
