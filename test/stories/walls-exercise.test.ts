import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { nextDue } from '../../src/db/agenda.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeAnswers } from '../../src/domain/callouts/actions.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterDecline } from '../../src/domain/gaps/actions.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { answersTo, questionsOf } from '../harness/every-answer.ts'
import { flood } from '../harness/flood.ts'
import { capTime, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload: body })
  return { status: answer.statusCode, body: answer.json() }
}

const record = (kind: string, subject: string, toldBy: string, body: object, at: Date) => ({
  id: newId(at),
  kind,
  subject: scene.id(subject),
  toldBy: scene.id(toldBy),
  occurredAt: at.toISOString(),
  at: [116.603, 29.002],
  body,
})

/** The flood of the harness in real life, and the same places told of, given by hand, and left. */
async function realFlood(): Promise<void> {
  await scene.give('S01', 'responsible', 'P1-4')
  await flood(scene)
  const told = [
    record('patrol', 'S01', 'P1-4', { water: 'clear' }, scene.now()),
    record('hazard', 'S02', 'P1-4', { hazard: 'boil', muddy: true }, scene.now()),
    record('patrol', 'S05', 'P1-5', { water: 'muddy' }, scene.now()),
  ]
  expect((await post(`/districts/${COUNTY}/records`, told)).status).toBe(200)
  const away = { person: 'P2-4', kind: 'away', starts: scene.now().toISOString(), ends: null }
  expect((await post(`/districts/${COUNTY}/absences`, away)).status).toBe(201)
  await scene.pass(3 * MINUTE)
}

/** An exercise of its own clock, in which everything happens that can. */
async function playExercise(lane: string, from: Date): Promise<void> {
  let now = from
  const moveTo = async (at: Date) => {
    now = at
    await scene.db.write(scene.now(), (tx) => tx`update exercise set now_at = ${at} where lane = ${lane}`)
  }
  const pass = async (ms: number) => {
    const until = new Date(now.getTime() + ms)
    for (;;) {
      await runDue(scene.db, lane, now, scene.gear)
      const next = await scene.db.read((tx) => nextDue(tx, lane))
      if (!next || next > until) break
      await moveTo(next)
    }
    await moveTo(until)
    await runDue(scene.db, lane, now, scene.gear)
  }
  await scene.db.write(
    scene.now(),
    (tx) => tx`
      insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
      values (${lane}, ${COUNTY}, 1, ${from}, ${from}, ${from}, 'done', ${scene.now()}, ${scene.now()})`,
  )
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1, 2, 4)}</polygon>`
  const xml = cap({ identifier: `X-${lane}`, severity: 'Extreme', sent: capTime(from), area, expires: null })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, from, CONSOLE, { lane, source: 'story', warnings, raw: xml })
  await runDue(scene.db, lane, now, scene.gear)
  for (const p of await scene.db.read((tx) => openProposals(tx, lane)))
    await decideProposal(scene.db, now, CONSOLE, p.district, p.id, true)
  await pass(2 * MINUTE)

  const called = await scene.rows<{ callout: string; person: string }>('summons', `lane = '${lane}'`)
  expect(called.length).toBeGreaterThan(5)
  const kinds = ['accepted', 'arrived', 'acknowledged', 'declined', null] as const
  const answers = called.flatMap(({ callout, person }, i) => {
    const kind = kinds[i % kinds.length]
    return kind ? [{ callout, person, kind }] : []
  })
  await takeAnswers(scene.db, now, CONSOLE, COUNTY, answers, afterDecline)
  // It may even say that it corrects a record of real life.
  const real = (await scene.rows<{ id: string }>('record', `lane = 'actual'`)).map((r) => r.id).slice(0, 1)
  const told = [
    record('patrol', 'S01', 'P1-4', { water: 'clear' }, now),
    record('hazard', 'S01', 'P1-4', { hazard: 'piping', muddy: true }, now),
    record('patrol', 'S05', 'P1-5', { water: 'clear' }, now),
    { ...record('patrol', 'S02', 'P1-5', {}, now), subject: newId(now) },
    ...real.map((corrects) => ({ ...record('patrol', 'S01', 'P1-4', { water: 'muddy' }, now), corrects })),
  ]
  expect((await post(`/districts/${COUNTY}/records?lane=${lane}`, told)).status).toBe(200)
  await pass(12 * MINUTE)

  const [campaign] = await scene.rows<{ id: string }>('campaign', `lane = '${lane}'`)
  const gaps = await scene.rows<{ subject: string; rule: string; starts: Date }>(
    'requirement',
    `campaign = '${campaign?.id}' and held < needed and gap_since is not null`,
  )
  const keys = gaps.slice(0, 3).map(({ subject, rule, starts }) => ({ subject, rule, starts: starts.toISOString() }))
  const gave = await post(`/districts/${COUNTY}/gaps/give`, { campaign: campaign?.id, gaps: keys, holder: 'nearest' })
  expect(gave.status, JSON.stringify(gave.body)).toBe(200)
  const [own] = await scene.rows<{ id: string }>('duty', `lane = '${lane}' and ends = 'infinity'`)
  const ended = await post(`/duties/${COUNTY}/${own?.id}/end`, { reason: 'drilled' })
  expect(ended.status, JSON.stringify(ended.body)).toBe(200)
  const [silent] = await scene.rows<{ callout: string; person: string }>(
    'summons',
    `lane = '${lane}' and acknowledged_at is null and stood_down_at is null`,
  )
  const again = await post(`/districts/${COUNTY}/callouts/${silent?.callout}/again`, { persons: [silent?.person] })
  expect(again.status, JSON.stringify(again.body)).toBe(200)
  await pass(40 * MINUTE)
}

/** What of an answer tells of exercises on purpose: a board's list of the lanes that there are to look at. */
const lanesLeftOut = (question: string, answer: string) =>
  question.startsWith('/board?') ? answer.replace(/"lanes":\[[^\]]*\]/, '"lanes":[]') : answer

function expectSame(before: Map<string, string>, after: Map<string, string>): void {
  for (const [question, answer] of before) {
    const [was, is] = [lanesLeftOut(question, answer), lanesLeftOut(question, after.get(question) ?? '')]
    expect.soft(is, question).toBe(was)
  }
}

describe('an exercise is walled from real life', () => {
  test('every answer about real life is the same, byte for byte, before and after an exercise in which everything happened', async () => {
    await realFlood()
    const questions = await questionsOf(app, scene, 'actual', scene.now())
    const before = await answersTo(app, questions)
    const refused = [...before].filter(([, answer]) => !/^20[04] /.test(answer))
    expect(refused).toEqual([])
    expect(questions.length).toBeGreaterThan(250)
    await playExercise('drill-a', new Date('2031-07-09T08:00:00+08:00'))
    expectSame(before, await answersTo(app, questions))
  })

  test('every answer about one exercise is the same before and after another', async () => {
    await realFlood()
    const then = new Date('2031-07-09T08:00:00+08:00')
    await playExercise('drill-a', then)
    const [{ now } = { now: then }] = await scene
      .rows<{ now: Date }>('exercise', `lane = 'drill-a'`)
      .then((rows) => rows.map((r) => ({ now: (r as unknown as { now_at: Date }).now_at })))
    const questions = await questionsOf(app, scene, 'drill-a', now)
    const before = await answersTo(app, questions)
    expect([...before].filter(([, answer]) => !/^20[04] /.test(answer))).toEqual([])
    await playExercise('drill-b', then)
    expectSame(before, await answersTo(app, questions))
  })

  test('what belongs to an exercise has no page in real life', async () => {
    await playExercise('drill-a', new Date('2031-07-09T08:00:00+08:00'))
    for (const [kind, table] of Object.entries({
      campaign: 'campaign',
      callout: 'callout',
      record: 'record',
      warning: 'warning',
    })) {
      const [own] = await scene.rows<{ id: string }>(table, `lane = 'drill-a'`)
      for (const what of ['', '/history']) {
        const path = `/api/v1/subjects/${kind}/${own?.id}${what}`
        expect((await app.inject(path)).statusCode, path).toBe(404)
        expect((await app.inject(`${path}?lane=drill-a`)).statusCode, path).toBe(200)
      }
    }
  })
})
