import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeAnswers } from '../../src/domain/callouts/actions.ts'
import { afterDecline } from '../../src/domain/gaps/actions.ts'
import { planUnseen } from '../../src/domain/gaps/by-hand/plan.ts'
import { fill } from '../../src/domain/gaps/fill.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

interface Duty {
  id: string
  subject: string
  holder: string
  ends: Date | number
}

const helpers = async () => {
  const all = await scene.rows<Duty>('duty', `role = 'helper'`)
  return all.filter((d) => !(d.ends instanceof Date) || d.ends > scene.now())
}
const summonses = () => scene.rows<{ person: string; duties: string[]; called_at: Date }>('summons')
const pairOf = ({ subject, holder }: Pick<Duty, 'subject' | 'holder'>) => `${subject} ${holder}`

/** Village 1 is warned, its households are given helpers, and they are called; the campaign. */
async function callOut(): Promise<string> {
  await scene.warn([1], { severity: 'Minor' })
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  if (!campaign) throw new Error('no campaign is in force')
  return campaign.id
}

/** Somebody can do nothing of all that they were called for, in however many call-outs. */
async function declines(person: string): Promise<void> {
  const asked = await scene.rows<{ callout: string }>('summons', `person = '${person}'`)
  const answers = asked.map(({ callout }) => ({ callout, person, kind: 'declined' as const }))
  await takeAnswers(scene.db, scene.now(), CONSOLE, COUNTY, answers, afterDecline)
}

/** Whoever has the most to do. */
function busiest(duties: readonly Duty[]): string {
  const [first] = [...Map.groupBy(duties, (d) => d.holder)].sort((a, b) => b[1].length - a[1].length)
  if (!first) throw new Error('nobody has a duty')
  return first[0]
}

/** What a plan for the households would give now, which nobody is offered. */
const planned = (campaign: string) =>
  planUnseen(scene.db, scene.now(), CONSOLE, COUNTY, campaign, { rules: ['household-helper'] }, (filling) =>
    fill(filling, leastCost),
  )

test('who declines while a call-out runs is replaced at the least cost, and nobody else is moved or called again', async () => {
  const campaign = await callOut()
  const before = await helpers()
  const gone = busiest(before)
  const others = [...new Set(before.map((d) => d.holder))].filter((h) => h !== gone)
  for (const other of others) await scene.answer(scene.county.code(other), 'accepted')
  const rangBefore = scene.phones.heard.length
  await scene.answer(scene.county.code(gone), 'declined', 'ill')
  const best = await planned(campaign)
  await scene.pass(4 * MINUTE)

  const after = await helpers()
  const kept = before.filter((d) => d.holder !== gone)
  const fresh = after.filter((d) => !kept.some((k) => k.id === d.id))
  expect(kept.length + fresh.length).toBe(after.length)
  expect(fresh).toHaveLength(before.length - kept.length)
  expect(fresh.map(pairOf).sort()).toEqual(best.lines.map(pairOf).sort())

  const asked = (await summonses()).flatMap((s) => s.duties)
  expect(new Set(asked).size).toBe(asked.length)
  const people = new Set(fresh.map((d) => d.holder))
  expect(people.has(gone)).toBe(false)
  expect(
    scene.phones.heard
      .slice(rangBefore)
      .map((m) => m.address)
      .sort(),
  ).toEqual([...people].map((p) => `+86 ${scene.county.code(p)}`).sort())
})

test('who declines what was given in their stead is replaced too, until nobody near is left', async () => {
  const campaign = await callOut()
  const first = await helpers()
  const declined = new Set<string>()
  for (let round = 0; round < 3; round++) {
    const one = busiest(await helpers())
    declined.add(one)
    await declines(one)
    await scene.pass(4 * MINUTE)
  }
  const after = await helpers()
  expect(after).toHaveLength(first.length)
  // What is still in the name of somebody who declined is what nobody near has room for.
  const { lines, left } = await planned(campaign)
  expect(lines).toEqual([])
  expect(after.filter((d) => declined.has(d.holder))).toHaveLength(left.reduce((sum, l) => sum + l.n, 0))
  // Whoever was not asked to give anything up has what they had.
  const still = first.filter((d) => !declined.has(d.holder)).map((d) => d.id)
  expect(after.map((d) => d.id)).toEqual(expect.arrayContaining(still))
})
