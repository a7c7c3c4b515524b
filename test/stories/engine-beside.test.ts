import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/base/clock.ts'
import { ask } from '../../src/db/agenda.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { endDuty } from '../../src/domain/duties/actions.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { fill } from '../../src/domain/gaps/fill.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { startEngine } from '../../src/engine/run.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'

/** A plan takes minutes, and to give what it gives takes more: what comes in meanwhile is seen to. */

const scene = useScene()

async function hear(identifier: string, village: number) {
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(village)}</polygon>`
  const xml = cap({ identifier, sent: capTime(scene.now()), area, severity: 'Minor' })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
}
const stateOf = async (identifier: string) =>
  (await scene.rows<{ state: string }>('warning', `identifier = '${identifier}'`))[0]?.state
const called = async (person: string) => (await scene.rows('summons', `person = '${scene.id(person)}'`)).length

describe('while an engine makes a plan', () => {
  test('a warning that comes in is put in force, and people are called', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    const planning = { begun: () => {}, end: () => {} }
    const begun = new Promise<void>((resolve) => {
      planning.begun = resolve
    })
    const ends = new Promise<void>((resolve) => {
      planning.end = resolve
    })
    const gear: typeof scene.gear = {
      ...scene.gear,
      async fill(filling) {
        planning.begun()
        await ends
        return fill(filling, scene.gear.planner)
      },
    }
    const faults: unknown[] = []
    const engine = startEngine(scene.db, [ACTUAL], scene.world.clock, gear, (fault) => faults.push(fault), 5)
    try {
      await hear('W-1', 1)
      await begun
      await expect.poll(() => called('P1-4'), { timeout: 20_000 }).toBe(1)
      await hear('W-2', 5)
      await expect.poll(() => stateOf('W-2'), { timeout: 20_000 }).toBe('in-force')
      expect(await scene.rows('proposal')).toEqual([])
    } finally {
      planning.end()
    }
    await expect.poll(async () => (await scene.rows('proposal')).length, { timeout: 20_000 }).toBeGreaterThan(0)
    await engine.stop()
    expect(faults).toEqual([])
  })

  test('and is stopped, it stops once the plan was given up', async () => {
    const planning = { begun: () => {} }
    const begun = new Promise<void>((resolve) => {
      planning.begun = resolve
    })
    const gear: typeof scene.gear = {
      ...scene.gear,
      fill: (_filling, stopping) =>
        new Promise((_resolve, reject) => {
          planning.begun()
          stopping?.addEventListener('abort', () => reject(stopping.reason))
        }),
    }
    const faults: unknown[] = []
    const engine = startEngine(scene.db, [ACTUAL], scene.world.clock, gear, (fault) => faults.push(fault), 5)
    await hear('W-1', 1)
    await begun
    await engine.stop()
    expect(faults).toEqual([])
    expect((await scene.rows('step_run', 'lease is not null')).length).toBe(0)
    await scene.run()
    expect((await scene.rows('proposal')).length).toBeGreaterThan(0)
  })
})

describe('while a plan is given piece by piece', () => {
  /** A plan that was accepted, of which the end is not given yet: the process that gives it is busy, or gone. */
  async function givenInPart(): Promise<string> {
    await scene.warn([1], { severity: 'Minor' })
    const [proposal] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
    if (!proposal) throw new Error('no plan was made')
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, proposal.id, true)
    await scene.db.write(scene.now(), async (tx) => {
      await tx`update proposal set given_to = '00000000-0000-0000-0000-000000000000' where id = ${proposal.id}`
    })
    await goesOnElsewhere()
    return proposal.id
  }
  const goesOnElsewhere = () =>
    scene.db.write(scene.now(), async (tx) => void (await tx`delete from agenda where step = 'plan'`))
  /** How many of the duties that it gave somebody was called for. */
  const calls = async () => {
    const given = new Set((await scene.rows<{ id: string }>('duty', `role = 'responsible'`)).map((d) => d.id))
    const called = await scene.rows<{ duties: string[] }>('summons', `asked_as = 'holder'`)
    return called.flatMap((s) => s.duties).filter((id) => given.has(id)).length
  }

  test('those whom it gives something are called at its end', async () => {
    const proposal = await givenInPart()
    await scene.run()
    expect(await calls()).toBe(0)
    await scene.db.write(scene.now(), async (tx) => {
      await tx`update proposal set given_to = null where id = ${proposal}`
      await ask(tx, ACTUAL, COUNTY, 'call', scene.now())
    })
    await scene.run()
    expect(await calls()).toBe(4)
  })

  test('they are called after two minutes, if the rest is not coming', async () => {
    await givenInPart()
    await scene.pass(MINUTE)
    expect(await calls()).toBe(0)
    await scene.pass(MINUTE)
    expect(await calls()).toBe(4)
  })

  test('others are called within ten seconds, and not looked for with every piece', async () => {
    await givenInPart()
    await scene.run()
    const [taken] = await scene.rows<{ id: string }>('duty', `subject = '${scene.id('S01')}'`)
    await endDuty(scene.db, scene.now(), CONSOLE, COUNTY, taken?.id ?? '', 'ill', afterDutiesEnded)
    await scene.give('S01', 'responsible', 'P3-9')
    await goesOnElsewhere()
    await scene.run()
    expect(await called('P3-9')).toBe(0)
    await scene.pass(10 * SECOND)
    expect(await called('P3-9')).toBe(1)
    // Theirs, and none of those that the plan gave.
    expect(await calls()).toBe(1)
  })
})
