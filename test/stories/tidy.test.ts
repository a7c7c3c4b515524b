import { expect, inject, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import { startEngine } from '../../src/engine/run.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const ASKS = 5_000

const pages = async () => {
  const [row] = await scene.db.read(
    (tx) => tx<{ n: number }[]>`select (pg_relation_size('agenda') / current_setting('block_size')::int)::int as n`,
  )
  return row?.n ?? 0
}

/** As many acts ask for a step, which an engine then does, and empties the agenda of them. */
async function comeAndGo(): Promise<void> {
  const now = scene.now()
  await scene.db.write(now, async (tx) => {
    await tx`insert into agenda (lane, district, step, at) select 'actual', ${COUNTY}, 'gaps', ${now} from generate_series(1, ${ASKS})`
  })
  await scene.run()
}

test.skipIf(inject('template').engine !== 'embedded')(
  'what comes and goes takes no more room with time on the embedded engine, which is tidied once an hour when nothing is due',
  async () => {
    const engine = startEngine(scene.db, ['actual'], scene.world.clock, scene.gear, () => {}, 5)
    await comeAndGo()
    const once = await pages()
    expect(once).toBeGreaterThan(10)
    scene.world.clock.forward(HOUR)
    await expect.poll(pages, { timeout: 20_000 }).toBeLessThan(once / 2)
    await engine.stop()
  },
)
