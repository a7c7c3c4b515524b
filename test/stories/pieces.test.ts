import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/base/clock.ts'
import { nextDue } from '../../src/db/agenda.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { polygonOf } from '../harness/county.ts'
import { addHouseholds, giveEachAHelper } from '../harness/many-households.ts'
import { type Counted, counted, recount } from '../harness/recount.ts'
import { capTime, figures, refTo, useScene } from '../harness/scene.ts'
import { stopAfter } from '../harness/stop-after.ts'

const scene = useScene()
/** As many as need two pieces. */
const MANY = 5_500

const send = async (change: Record<string, string | null>) => {
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
  const xml = cap({ sent: capTime(scene.now()), area, ...change })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
}

const campaign = async () => (await scene.rows<Campaign>('campaign'))[0] as Campaign
interface Campaign {
  level: string
  ends: Date
  round_at: string | null
  required_at: Date | null
}
const required = async () => (await scene.rows('requirement', `rule = 'household-helper' and counted <> 0`)).length
/** What is kept is what a recount finds, of the county and all below; above it, what `rollup` has carried there. */
const same = async () => {
  await scene.db.write(scene.now(), (tx) => tx`analyze`)
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  const above = new Set(['area 36', 'area 3611', `unit ${scene.id('U36')}`, `unit ${scene.id('U3611')}`])
  const inside = (all: Counted) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !above.has(key.split(' ').slice(0, 2).join(' '))))
  expect(inside(kept)).toEqual(inside(afresh))
}

describe('what a county requires is worked out in pieces', { timeout: 600_000 }, () => {
  test('and counted piece by piece; who is to be called is called once all of it is there', async () => {
    await addHouseholds(scene.db, scene.now(), MANY)
    await giveEachAHelper(scene.db, scene.now())
    await send({ severity: 'Minor' })
    await stopAfter(scene, 'require', 1)
    const first = await required()
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(MANY)
    expect(figures(await scene.board()).required).toBeGreaterThanOrEqual(first)
    await same()
    expect(await campaign()).toMatchObject({ required_at: null })
    expect(await scene.rows('summons')).toHaveLength(0)
    await scene.run()
    expect(await required()).toBe(MANY + 20)
    await same()
    expect(await campaign()).toMatchObject({ round_at: null, required_at: scene.now() })
    // One call each, though almost everybody has places in every piece.
    const people = (await scene.rows<{ person: string }>('summons')).map((s) => s.person)
    expect(people.length).toBeGreaterThanOrEqual(50)
    expect(new Set(people).size).toBe(people.length)
  })

  test('a process that dies between two pieces leaves the rest to the next one', async () => {
    await addHouseholds(scene.db, scene.now(), MANY)
    await giveEachAHelper(scene.db, scene.now())
    await send({ severity: 'Minor' })
    for (let times = 1; times <= 3; times++) {
      await stopAfter(scene, 'require', 1)
      expect(await scene.db.read((tx) => nextDue(tx, ACTUAL))).toEqual(scene.now())
    }
    await scene.run()
    expect(await required()).toBe(MANY + 20)
    await same()
  })

  test('a level is raised, and a campaign ended, when all of its places are', async () => {
    await addHouseholds(scene.db, scene.now(), MANY)
    await giveEachAHelper(scene.db, scene.now())
    const sent = scene.now()
    await send({ identifier: 'W-1', severity: 'Minor' })
    await scene.run()
    scene.world.clock.forward(MINUTE)
    const raised = scene.now()
    await send({ identifier: 'W-2', severity: 'Severe', msgType: 'Update', references: refTo('W-1', sent) })
    await stopAfter(scene, 'require', 1)
    expect((await campaign()).level).toBe('IV')
    await scene.run()
    expect((await campaign()).level).toBe('II')
    await same()
    scene.world.clock.forward(MINUTE)
    await send({ identifier: 'W-3', msgType: 'Cancel', references: refTo('W-2', raised), info: null })
    await stopAfter(scene, 'require', 2)
    expect((await campaign()).round_at).not.toBeNull()
    expect(await scene.rows('summons', 'stood_down_at is not null')).toHaveLength(0)
    await same()
    await scene.run()
    expect(await required()).toBe(0)
    expect((await campaign()).ends).toEqual(scene.now())
    expect(await scene.rows('summons', 'stood_down_at is null')).toHaveLength(0)
    await same()
  })

  test('a warning that changes half way begins the round anew, and every place has what the last one asks', async () => {
    await addHouseholds(scene.db, scene.now(), MANY)
    const sent = scene.now()
    await send({ identifier: 'W-1', severity: 'Minor' })
    await stopAfter(scene, 'require', 2)
    scene.world.clock.forward(MINUTE)
    await send({ identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', sent), info: null })
    await scene.run()
    expect(await required()).toBe(0)
    expect((await campaign()).ends).toEqual(scene.now())
    await same()
  })

  test('places that come in meanwhile are required by the round after', async () => {
    await addHouseholds(scene.db, scene.now(), MANY)
    await giveEachAHelper(scene.db, scene.now())
    await send({ severity: 'Minor' })
    await stopAfter(scene, 'require', 2)
    await scene.db.write(scene.now(), async (tx) => {
      await tx`
        insert into place (district, id, kind, code, name, area, geom)
        select district, '00000000-0000-7000-8000-000000000001', kind, 'NEW', 'new', area, geom from place where code = 'H1-01'`
      await tx`update ground set places = places + 1, places_stamp = places_stamp + 1`
    })
    await scene.pass(5 * SECOND)
    expect(await required()).toBe(MANY + 21)
    await same()
  })
})
