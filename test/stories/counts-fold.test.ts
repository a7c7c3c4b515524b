import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/base/clock.ts'
import type { Tx } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { countsAt } from '../../src/domain/board/store.ts'
import { NO_COUNTS } from '../../src/domain/gaps/counts.ts'
import { addToCoverage } from '../../src/domain/gaps/coverage.ts'
import { fold, foldAndRise } from '../../src/domain/gaps/fold.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { figures, useScene } from '../harness/scene.ts'

const scene = useScene()
const write = <T>(fn: (tx: Tx) => Promise<T>) => scene.db.write(scene.now(), fn)
const at = { district: COUNTY, lane: ACTUAL, playbook: 'flood' }
const second = (n: number) => new Date(scene.now().getTime() + n * SECOND)
const required = (n: number) => ({ area: villageCode(1), unit: scene.id('U1'), rule: 'r', ...NO_COUNTS, required: n })
const countedAt = async (when: Date | null, node: string = COUNTY) =>
  (await scene.db.read((tx) => countsAt(tx, { tree: 'area', lane: ACTUAL, at: when }, COUNTY, node)))[0]?.required ?? 0

describe('a count that an act adds', () => {
  test('is shown at once, now and of that moment, and adding it up changes nothing that is shown', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const before = scene.now()
    await scene.pass(MINUTE)
    await scene.give('S01', 'responsible', 'P1-4')
    expect(await scene.rows('coverage_delta')).not.toHaveLength(0)
    const nodes = [COUNTY, TOWNSHIP.A, scene.id('U1'), scene.id('UA'), scene.id('UC')]
    const look = async () => {
      const now = await Promise.all(nodes.map((n) => scene.board(n)))
      const then = await Promise.all(nodes.map((n) => scene.board(n, { at: scene.now() })))
      const past = await Promise.all(nodes.map((n) => scene.board(n, { at: before })))
      return [now, then, past].map((boards) => boards.map((b) => [b.rules, b.below, figures(b)]))
    }
    const shown = await look()
    expect(shown[0]?.[0]?.[2]).toEqual({ required: 24, unheld: 3, late: 0 })
    await write((tx) => fold(tx, scene.now(), COUNTY))
    expect(await scene.rows('coverage_delta')).toHaveLength(0)
    expect(await look()).toEqual(shown)
  })

  test('and that is committed after a later one stands in the past at its own moment', async () => {
    await write((tx) => addToCoverage(tx, second(0), at, [required(5)]))
    await write((tx) => fold(tx, scene.now(), COUNTY))
    await write((tx) => addToCoverage(tx, second(20), at, [required(1)]))
    await write((tx) => fold(tx, scene.now(), COUNTY))
    const moments = [0, 9, 10, 15, 20, 30].map(second)
    const look = () => Promise.all(moments.map((m) => countedAt(m)))
    expect(await look()).toEqual([5, 5, 5, 5, 6, 6])
    await write((tx) => addToCoverage(tx, second(10), at, [required(2)]))
    await write((tx) => addToCoverage(tx, second(15), at, [required(-3)]))
    expect(await look()).toEqual([5, 5, 7, 4, 5, 5])
    await write((tx) => fold(tx, scene.now(), COUNTY))
    expect(await look()).toEqual([5, 5, 7, 4, 5, 5])
    expect(await countedAt(null)).toBe(5)
  })

  test('asks to be added up, whatever it was, and nothing is left over', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await scene.give('S01', 'responsible', 'P1-4')
    // One gap closes where another opens: the counts stay, and the map is another all the same.
    await write((tx) => addToCoverage(tx, scene.now(), at, [{ ...required(0), unheld: 0 }]))
    await scene.run()
    for (const table of ['coverage_delta', 'stamp_delta']) expect(await scene.rows(table), table).toHaveLength(0)
  })

  test('at the top of a district is carried up once, with the moment at which it changed', async () => {
    await write((tx) => addToCoverage(tx, second(1), at, [required(4)]))
    for (let twice = 0; twice < 2; twice++) {
      for (const district of [COUNTY, '3611', '36']) {
        await write((tx) => foldAndRise(tx, second(60), ACTUAL, district))
      }
    }
    const [province] = await scene.rows<{ required: number; changed_at: Date }>(
      'coverage',
      `tree = 'area' and node = '36'`,
    )
    expect(province).toMatchObject({ required: 4, changed_at: second(1) })
  })
})
