import { expect, inject, test } from 'vitest'
import { addHouseholds, giveEachAHelper } from '../harness/many-households.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
/** As many as one look by a wrong index for each of them takes for a minute. */
const MANY = 5_500

/** How many rows the database believes that tables have. */
async function believed(): Promise<Record<string, number>> {
  const rows = await scene.db.read(
    (tx) => tx<{ name: string; rows: number }[]>`
      select relname as name, reltuples::float8 as rows from pg_class where relname in ('duty', 'place')`,
  )
  return Object.fromEntries(rows.map((r) => [r.name, r.rows]))
}

// Where tables are spread, statistics are the nodes' own.
test.skipIf(inject('template').engine === 'distributed')(
  'tables that have grown, by whatever acts and however slowly, are looked at before people are called for what is in them',
  async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.db.write(scene.now(), (tx) => tx`analyze duty, place`)
    expect((await believed()).duty).toBeLessThan(100)
    await addHouseholds(scene.db, scene.now(), MANY)
    await giveEachAHelper(scene.db, scene.now())
    await scene.warn([1], { severity: 'Minor' })
    const { duty = 0, place = 0 } = await believed()
    expect([duty > MANY, place > MANY]).toEqual([true, true])
    const called = await scene.rows<{ duties: string[] }>('summons', `asked_as = 'holder'`)
    expect(called.flatMap((s) => s.duties).length).toBeGreaterThan(MANY)
  },
)
