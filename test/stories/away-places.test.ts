import { describe, expect, onTestFinished, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import type { Ref } from '../../src/domain/board/lists/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { RESPONSIBLE, useAwayHolders } from '../harness/away-holders.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { figures } from '../harness/scene.ts'

const { scene, campaignNow, laterBy, noteAbsence, endAbsence, isGap, giveGap, dutiesAt, expectCountsKept } =
  useAwayHolders()

describe('a place whose holder is away', () => {
  test('is a gap at once, and held again once they are back', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const before = figures(await scene.board())
    expect(await isGap('S01')).toBe(false)

    const absence = await noteAbsence('P1-4', { ends: laterBy(DAY).toISOString() })
    expect(await isGap('S01')).toBe(true)
    // Households that the flow gave them on the way are open too.
    const theirs = await scene.rows('duty', `holder = '${scene.id('P1-4')}' and subject_kind = 'place'`)
    expect(figures(await scene.board())).toEqual({ ...before, unheld: before.unheld + theirs.length })
    await expectCountsKept()

    await endAbsence(absence)
    expect(await isGap('S01')).toBe(false)
    expect(figures(await scene.board())).toEqual(before)
    await expectCountsKept()
  })

  test('is a gap from the absence’s later beginning to its end, as time passes', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await noteAbsence('P1-4', { starts: laterBy(HOUR).toISOString(), ends: laterBy(3 * HOUR).toISOString() })
    expect(await isGap('S01')).toBe(false)
    await scene.pass(HOUR)
    expect(await isGap('S01')).toBe(true)
    await expectCountsKept()
    await scene.pass(2 * HOUR)
    expect(await isGap('S01')).toBe(false)
    await expectCountsKept()
  })

  test('is one gap where two absences meet, until the second ends', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await noteAbsence('P1-4', { ends: laterBy(HOUR).toISOString() })
    await noteAbsence('P1-4', { starts: laterBy(HOUR).toISOString(), ends: laterBy(2 * HOUR).toISOString() })
    await giveGap('S01', 'P1-5')
    expect((await dutiesAt('S01')).at(-1)).toMatchObject({ holder: scene.id('P1-4'), starts: laterBy(2 * HOUR) })
  })

  test('is a gap where they were away before the campaign began', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-5')
    await noteAbsence('P1-4')
    await scene.warn([1], { severity: 'Minor' })
    expect([await isGap('S01'), await isGap('S02')]).toEqual([true, false])
    await expectCountsKept()
  })

  test('is held where they would rather not, and where a unit holds it', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'U1', { holderKind: 'unit' })
    await scene.warn([1], { severity: 'Minor' })
    await noteAbsence('P1-4', { kind: 'rather-not' })
    await noteAbsence('P1-1')
    expect([await isGap('S01'), await isGap('S02')]).toEqual([false, false])
    await expectCountsKept()
  })

  test('says so on its page, in the list of gaps and of places, and in what to do next, as of any moment', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const there = scene.now()
    await scene.pass(MINUTE)
    const ends = laterBy(DAY)
    await noteAbsence('P1-4', { ends: ends.toISOString() })
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    onTestFinished(() => app.close())
    const read = async (path: string) => (await app.inject({ method: 'GET', url: `/api/v1${path}` })).json()

    const page = await read(`/subjects/place/${scene.id('S01')}`)
    const away = { person: scene.id('P1-4'), name: 'P1-4', until: ends.toISOString() }
    expect(page.missing).toMatchObject([{ rule: RESPONSIBLE, away }])
    expect(page.answers).toMatchObject([{ holder: { id: scene.id('P1-4') }, away: { until: ends.toISOString() } }])
    const next = await read(`/board/next?node=${COUNTY}`)
    expect(next.away).toMatchObject([{ name: 'P1-4', until: ends.toISOString(), campaign: await campaignNow() }])
    expect(next.away[0].gaps[0]).toMatchObject({ place: 'S01', rule: RESPONSIBLE })
    expect(next.away[0].gaps).toHaveLength(next.away[0].duties)

    const list = (name: 'gaps' | 'places', filters: Record<string, string>, at?: Date) =>
      scene.db.read((tx) => {
        const request = { lane: ACTUAL, limit: 200, filters: { district: COUNTY, ...filters }, at }
        return readList(tx, CONSOLE, scene.now(), name, request)
      })
    const gaps = async (at?: Date) => (await list('gaps', { place: scene.id('S01') }, at)).items
    expect((await gaps()).map((r) => (r.cells.away as Ref | null)?.name)).toEqual(['P1-4'])
    const holders = async (at?: Date) => {
      const { items } = await list('places', { area: villageCode(1), kind: 'dam-section' }, at)
      return items.find((r) => (r.cells.place as Ref).name === 'S01')?.cells.holders
    }
    expect([await holders(), await holders(there)]).toEqual([0, 1])

    // Then as it was known then: they were there, and nobody knew otherwise.
    expect(await gaps(there)).toEqual([])
    const noted = scene.now()
    scene.world.clock.forward(2 * DAY)
    expect((await gaps(noted)).map((r) => (r.cells.away as Ref | null)?.name)).toEqual(['P1-4'])
  })
})
