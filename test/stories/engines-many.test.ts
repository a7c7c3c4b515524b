import { describe, expect, inject, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { another } from '../harness/another.ts'
import { counted, recount } from '../harness/recount.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const template = inject('template')

const agree = async () => {
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  expect(kept).toEqual(afresh)
}

describe.skipIf(template.engine === 'embedded')('engines at once (the embedded engine belongs to one process)', () => {
  test('share the work: nobody is called twice, nothing is left undone', async () => {
    const run = scene.run
    await another(scene.db, async (second) => {
      scene.run = async () => {
        const one = (db: Db) => runDue(db, ACTUAL, scene.now(), scene.gear)
        await Promise.all([one(scene.db), one(second), one(scene.db), one(second)])
      }
      await scene.warn([1, 2, 3, 4, 5, 6], { severity: 'Severe' })
      for (let minute = 0; minute < 18; minute++) {
        scene.world.clock.forward(MINUTE)
        await scene.run()
      }
    }).finally(() => {
      scene.run = run
    })
    await scene.run()
    const asked = (await scene.rows<{ duties: string[] }>('summons', `asked_as = 'holder'`)).flatMap((s) => s.duties)
    expect(asked).toHaveLength(120)
    expect(new Set(asked).size).toBe(120)
    const keys = scene.phones.heard.map((m) => m.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(await scene.rows('callout')).toHaveLength(1)
    expect(await scene.rows('message', 'sent_at is null and failed_at is null')).toHaveLength(0)
    await agree()
  })

  test('and people at once: acts on one place, by many, are all counted', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const people = [1, 2, 3, 4, 5, 6].flatMap((v) => [4, 5, 6].map((n) => `P${v}-${n}`))
    await another(scene.db, async (second) => {
      const engines = [scene.db, second].map((db) => runDue(db, ACTUAL, scene.now(), scene.gear))
      await Promise.all([...people.map((p, i) => scene.give(`S0${1 + (i % 3)}`, 'patrol', p)), ...engines])
    })
    await scene.run()
    await agree()
    const held = await scene.rows<{ held: number; subject: string }>(
      'requirement',
      `rule = 'section-patrol' and starts <= '${scene.now().toISOString()}' and subject = '${scene.id('S01')}'`,
    )
    expect(held.map((r) => r.held)).toEqual([6])
  })
})
