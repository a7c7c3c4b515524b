import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { browserHere } from '../../scripts/find-browser.ts'
import { DEMO, loadDemo } from '../../src/apps/demo/load.ts'
import { runExercise } from '../../src/apps/exercise/run.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { movableClock } from '../../src/base/clock.ts'
import { Unmeasurable } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { analyze, LONG_AGO } from '../main/county.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The hours in which most is uncovered: the second warning, and the calls after it. */
const FROM = new Date('2020-07-08T13:00:00+08:00')
const TO = new Date('2020-07-08T16:00:00+08:00')

/** The demo county in the middle of its flood, served with the built board, and a Chromium that draws in software. */
export interface CountySite {
  browser: Browser
  base: string
  lane: string
  places: number
}

/** Throws `Unmeasurable` where the board is not built. */
export async function withCountySite<T>(kit: Kit, fn: (site: CountySite) => Promise<T>): Promise<T> {
  if (!existsSync(join(ROOT, 'dist/board/index.html'))) throw new Unmeasurable('the board is not built')
  return kit.embedded(async (db) => {
    const places = kit.sized(DEMO.households)
    await loadDemo(db, movableClock(LONG_AGO), kit.tell, { households: places })
    kit.tell('three hours of its flood')
    const { lane } = await runExercise(db, { from: FROM, to: TO })
    await analyze(db)
    const app = await makeServer({ db, clock: movableClock(TO) })
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    const browser = await chromium.launch({
      executablePath: browserHere(),
      args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
    })
    try {
      return await fn({ browser, base, lane, places })
    } finally {
      await browser.close()
      await app.close()
    }
  })
}
