import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { beginExercise, PLAYER } from '../../src/apps/exercise/control.ts'
import { playExercise } from '../../src/apps/exercise/play.ts'
import type { Happening } from '../../src/apps/replay/replay.ts'
import { HOUR, MINUTE, wallClock } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { endExercise } from '../../src/domain/audit/exercises.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
const LANE = 'exercise-chair'
const FROM = new Date('2020-07-08T13:00:00+08:00')
const after = (ms: number) => new Date(FROM.getTime() + ms)
/** What is waited for here comes in seconds, on a machine that may be busy. */
const SOON = { timeout: 60_000, interval: 100 }

let app: FastifyInstance
let playing: Promise<unknown> | undefined
beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})
afterEach(async () => {
  if (playing) await ask('POST', `/exercises/${LANE}/stop`)
  await playing?.catch(() => {})
  playing = undefined
})

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}

interface Comment {
  kind: string
  at: string
  id: string | null
  n: number | null
  waits: boolean
  asked: { kind: string; n: number }[]
}
const exercise = async () => (await ask('GET', '/exercises/last')).body as { state: string; at: string; lane: string }
const standing = async () => (await ask('GET', '/exercises')).body.items[0] as { waits: string | null; at: string }
const comments = async (at?: Date): Promise<Comment[]> =>
  (await ask('GET', `/lanes/${LANE}/commentary${at ? `?at=${at.toISOString()}` : ''}`)).body.comments
const kinds = async (at?: Date) => (await comments(at)).map((c) => c.kind)
const waitsFor = (what: string | null) =>
  vi.waitFor(async () => expect((await standing()).waits).toBe(what), SOON).then(standing)
const goOn = () => ask('POST', `/exercises/${LANE}/resume`)

/** Village 1 is warned at the beginning, gravely enough for patrols on its dam. */
const warning: Happening = {
  at: FROM,
  what: 'warning',
  async act(now) {
    const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
    const times = { sent: capTime(FROM), expires: capTime(after(48 * HOUR)) }
    const xml = cap({ identifier: 'CHAIR-1', severity: 'Severe', ...times, area })
    await takeWarnings(scene.db, now, PLAYER, {
      lane: LANE,
      source: 'story',
      warnings: readCap(xml).warnings,
      raw: xml,
    })
  },
}

/** A boil is found on a section of its dam. */
const BOIL = newId(FROM)
const boil = (at: Date): Happening => ({
  at,
  what: 'boil',
  async act(now) {
    const body = { hazard: 'boil', muddy: true, chainageM: 120 }
    const told = { id: BOIL, kind: 'hazard', subject: scene.id('S01'), toldBy: scene.id('P1-1'), occurredAt: now, body }
    await takeRecords(scene.db, now, PLAYER, COUNTY, LANE, [told], afterRecords)
  },
})

/** Begins an exercise in the little county and plays it behind the story. */
async function play({
  chair = true,
  hours = 8,
  illAt,
  script = [warning],
}: {
  chair?: boolean
  hours?: number
  illAt?: Date
  script?: Happening[]
} = {}): Promise<void> {
  const times = { from: FROM, to: after(hours * HOUR), speed: null, chair }
  const begun = await beginExercise(scene.db, wallClock.now(), PLAYER, {
    lane: LANE,
    district: COUNTY,
    seed: 1,
    ...times,
  })
  playing = playExercise(scene.db, begun, { script, illAt: illAt ?? after(90 * 24 * HOUR) })
}

async function accept(): Promise<void> {
  const plan = (await comments()).findLast((c) => c.kind === 'plan' && c.waits)
  const { status } = await ask('POST', `/districts/${COUNTY}/proposals/${plan?.id}/accept`, {})
  expect(status).toBe(200)
}

/** Says yes to every plan, as they come, until the clock stands for something else. */
const acceptUntil = (what: string) =>
  vi.waitFor(async () => {
    const { waits } = await standing()
    if (waits === 'plan') await accept()
    expect(waits).toBe(what)
    return standing()
  }, SOON)

describe('from the coordinator’s chair', () => {
  test('a plan waits for a yes, and the clock with it; once it is accepted people are called and the clock goes on', async () => {
    await play()
    const stood = await waitsFor('plan')
    expect(stood.at).toBe(FROM.toISOString())
    expect(await kinds()).toEqual(expect.arrayContaining(['begin', 'warning', 'campaign', 'given', 'plan']))
    expect(await scene.rows('proposal', `state = 'open'`)).toHaveLength(1)
    await accept()
    await vi.waitFor(async () => expect(await kinds()).toEqual(expect.arrayContaining(['accepted', 'callout'])), SOON)
    await vi.waitFor(async () => expect(new Date((await standing()).at) > FROM).toBe(true), SOON)
    // What was accepted was told where the clock stood, and before it nobody of the plan was called.
    const told = await comments()
    expect(told.find((c) => c.kind === 'accepted')).toMatchObject({ at: FROM.toISOString() })
    expect(told.find((c) => c.kind === 'accepted')?.n).toBeGreaterThan(0)
  })

  test('goes on without an answer where somebody lets it: the plan waits still, and the clock no more', async () => {
    await play({ hours: 1 })
    await waitsFor('plan')
    await goOn()
    await vi.waitFor(async () => expect(new Date((await standing()).at) > FROM).toBe(true), SOON)
    expect((await comments()).some((c) => c.kind === 'plan' && c.waits)).toBe(true)
    await vi.waitFor(async () => expect((await exercise()).at).toBe(after(HOUR).toISOString()), SOON)
  })

  test('is left in the middle: from then on it plays by itself, to the end', async () => {
    await play({ hours: 1 })
    await waitsFor('plan')
    expect((await ask('PUT', `/exercises/${LANE}/chair`, { chair: false })).body.chair).toBe(false)
    await vi.waitFor(async () => expect((await exercise()).at).toBe(after(HOUR).toISOString()), SOON)
    expect((await comments()).some((c) => c.kind === 'plan' && c.waits)).toBe(false)
    expect(await scene.rows('audit', `act = 'exercise.leave'`)).toHaveLength(1)
  })

  test('a helper falls ill: their places are open until somebody has them, and who it was is told nowhere', async () => {
    await play({ hours: 4, illAt: after(2 * HOUR) })
    const stood = await acceptUntil('gap')
    expect(new Date(stood.at) >= after(2 * HOUR)).toBe(true)
    const ill = (await comments()).find((c) => c.kind === 'ill')
    expect(ill?.n).toBeGreaterThan(0)
    const [said] = await scene.rows<{ detail: object; subject: string }>('audit', `act = 'exercise.ill'`)
    const people = (await scene.rows<{ id: string }>('person')).map((p) => p.id)
    expect(people.filter((id) => JSON.stringify(said).includes(id))).toEqual([])
    // While it is theirs to give, no plan takes it from them.
    const plans = await scene.rows('proposal')
    const next = (await ask('GET', `/board/next?node=${COUNTY}&lane=${LANE}`)).body
    expect(next.groups.some((g: { nobody: number }) => g.nobody > 0)).toBe(true)
    expect(await scene.rows('proposal')).toEqual(plans)
    await goOn()
    await vi.waitFor(async () => expect((await scene.rows('proposal')).length).toBeGreaterThan(plans.length), SOON)
  })

  test('a boil holds the clock until somebody is at it, and again until another has confirmed that it is treated', async () => {
    await play({ hours: 3, script: [warning, boil(after(HOUR))] })
    const stood = await acceptUntil('hazard')
    expect(new Date(stood.at) >= after(HOUR)).toBe(true)
    const say = (state: string, by: string) =>
      ask('POST', `/districts/${COUNTY}/hazards/${BOIL}/states`, { id: newId(new Date()), state, toldBy: scene.id(by) })
    expect((await say('treated', 'P1-1')).status).toBe(200)
    await waitsFor('confirm')
    expect((await say('confirmed', 'P1-2')).status).toBe(200)
    await vi.waitFor(async () => expect((await standing()).waits).not.toBe('confirm'), SOON)
    // Told where the clock stood: of one moment, what stands at its end is known.
    expect(await kinds()).toEqual(expect.arrayContaining(['hazard', 'confirmed']))
    expect(await kinds(after(HOUR - MINUTE))).not.toContain('hazard')
  })
})

test('with nobody in the chair nothing waits, and nobody falls ill', async () => {
  await play({ chair: false, hours: 2, illAt: after(HOUR) })
  await vi.waitFor(async () => expect((await exercise()).at).toBe(after(2 * HOUR).toISOString()), SOON)
  expect(await kinds()).not.toContain('ill')
  expect((await comments()).filter((c) => c.waits)).toEqual([])
})

test('what the commentary says was asked for is what the board says of that moment', async () => {
  await play({ chair: false, hours: 1 })
  await vi.waitFor(async () => expect((await exercise()).at).toBe(after(HOUR).toISOString()), SOON)
  const [level] = (await comments()).filter((c) => c.kind === 'campaign')
  const board = (await ask('GET', `/board?node=${COUNTY}&lane=${LANE}&at=${level?.at}`)).body
  const shown = board.total.kinds.map(({ kind, required }: { kind: string; required: number }) => ({
    kind,
    n: required,
  }))
  expect(level?.asked).toEqual(shown)
  expect(shown.length).toBeGreaterThan(0)
})

test('an exercise that is over says so, and of its past only what was known then', async () => {
  await play({ chair: false, hours: 1 })
  await playing
  const end = { state: 'done', report: null, fault: null } as const
  await scene.db.write(wallClock.now(), (tx) => endExercise(tx, wallClock.now(), LANE, end))
  expect((await kinds()).at(-1)).toBe('over')
  const first = await comments(FROM)
  expect(first.length).toBeGreaterThan(1)
  expect(first.filter((c) => c.at !== FROM.toISOString())).toEqual([])
  expect((await ask('GET', '/lanes/actual/commentary')).body.comments).toEqual([])
})
