import { expect, test } from 'vitest'
import { learnAllSizes } from '../../src/db/statistics.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

/** A square far away from the county, as CAP writes it. */
const FAR = '-6.2,106.8 -6.2,106.9 -6.1,106.9 -6.1,106.8 -6.2,106.8'

test('a warning is worked out where all that was warned of before lies elsewhere, and the database knows that', async () => {
  for (let n = 0; n < 20; n++) {
    await scene.warn([], {
      identifier: `F-${n}`,
      area: `<areaDesc>far</areaDesc><polygon>${FAR}</polygon><geocode><valueName>GB</valueName><value>361128</value></geocode>`,
    })
  }
  await scene.db.write(scene.now(), (tx) => tx`analyze`)
  await learnAllSizes(scene.db, scene.now())
  await scene.warn([1], { identifier: 'W-here', severity: 'Severe' })
  expect((await scene.board()).total.required).toBeGreaterThan(0)
  const shapes = await scene.db.read(
    (tx) => tx`
      select tablename, attname from pg_stats s join information_schema.columns c
        on c.table_schema = s.schemaname and c.table_name = s.tablename and c.column_name = s.attname
      where c.udt_name = 'geometry' and s.schemaname = 'public'`,
  )
  expect(shapes).toEqual([])
})
