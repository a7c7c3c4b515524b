import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { makeCounty } from '../../src/apps/demo/county.ts'
import { loadCounty } from '../../src/apps/demo/load.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import type { Hit } from '../../src/domain/search/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const DISTRICT = '361128'

/** The demo county with a tenth of its members and without its households, its names indexed. */
async function settleDemo(): Promise<FastifyInstance> {
  const county = makeCounty({ seed: 2020, households: 3_000, members: 2_000, damKm: 250 })
  const [member] = county.members
  if (member) member.name = '陈雪梅'
  await loadCounty(world.db, world.clock, county, () => {})
  await runDue(world.db, ACTUAL, world.now(), { planner: nearestFirst, channels: new Map() })
  return makeServer({ db: world.db, clock: world.clock })
}

test('whatever somebody types for it, what they mean comes first', async () => {
  const app = await settleDemo()
  const hits = async (q: string, district?: string): Promise<Hit[]> => {
    const answer = await app.inject({ url: '/api/v1/search', query: { q, ...(district && { district }) } })
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json().items
  }

  // A section of a dam: by the dam in characters, pinyin, initials or by its code, and the chainage at which it begins.
  for (const district of [undefined, DISTRICT]) {
    for (const q of [
      'raohe K12+500',
      'raohe 12+500',
      '饶河 K12+500',
      '饶河联圩K12+500',
      'rhlw k12+500',
      'D01/K12+500',
      'd01 K12+500',
      '361128-D01/K12+500',
      'K12+500 raohe',
    ])
      expect((await hits(q, district))[0], `${q} in ${district}`).toMatchObject({
        kind: 'place',
        code: '361128-D01/K12+500',
      })
    expect((await hits('raohe', district))[0]?.name).toContain('饶河')
  }

  // Of all sections at a chainage, those that begin there come before those that end there.
  const names = (await hits('K12+500', DISTRICT)).map((hit) => hit.name)
  expect(names.length).toBeGreaterThan(1)
  const ends = names.findIndex((name) => name.endsWith('K12+500'))
  expect(ends === -1 || names.slice(ends).every((name) => name.endsWith('K12+500')), names.join()).toBe(true)
  expect(names[0]).toMatch(/ K12\+500/)

  // The end of a code.
  expect((await hits('000123', DISTRICT))[0]).toMatchObject({ kind: 'person', code: 'PY-000123' })
  expect((await hits('D05/K3+000', DISTRICT))[0]).toMatchObject({ code: '361128-D05/K3+000' })

  // One slip in pinyin.
  const [slipped] = await hits('chenxeu', DISTRICT)
  expect(slipped).toMatchObject({ kind: 'person', matched: 'close' })
  expect(slipped?.name).toMatch(/^陈[雪学]/)
  expect(slipped?.latin).toMatch(/^Chen Xue/)
  expect((await hits('shuanggagn'))[0]?.name).toContain('双港')

  // Where it is can be said in the reader's language.
  const [section] = await hits('raohe K12+500')
  expect(section?.pathNames[2]).toMatchObject({ en: 'Poyang County' })
  expect(section?.pathNames).toHaveLength(section?.path.length ?? 0)
  expect(section?.latin).toMatch(/^Raohelianwei K12\+500/)
  await app.close()
}, 300_000)
