import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { DEMO, loadDemo } from '../../src/apps/demo/load.ts'
import { runExercise } from '../../src/apps/exercise/run.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { movableClock } from '../../src/base/clock.ts'
import { seeded } from '../../src/base/random.ts'
import type { Db } from '../../src/db/connect.ts'
import { type Figure, type Measured, Unmeasurable } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { analyze, LONG_AGO } from '../main/county.ts'

const ROOT = join(import.meta.dirname, '../..')
const PLACES = DEMO.households
/** The hours in which most is uncovered: the second warning, and the calls after it. */
const FROM = new Date('2020-07-08T13:00:00+08:00')
const TO = new Date('2020-07-08T16:00:00+08:00')
/** In the county's middle, where its dams and most of its people are; and how near one looks. */
const MIDDLE = '29.00000/116.75000'
const ZOOMS = [9, 11, 13, 15]
/** Drags of the map at each zoom, one after the other without a rest. */
const DRAGS = 24
const NO_LAYERS = '-dams,-places,-sites,-zones'
/** Frames shorter than this are not told of by the browser. */
const FLOOR_MS = 50

/** The frames of one panning, longest first: how long our scripts took in each, and the frame as a whole. */
interface Frames {
  scripts: number[]
  whole: number[]
}

/**
 * Somebody drags the map of the demo county hither and thither, in the middle of its flood, at four zooms, in a Chromium
 * that draws in software. Counted is the time that scripts took in the longest frame (long animation frames), which is what
 * keeps a pointer waiting on any machine; drawing by a processor is told beside it. Held against the same panning with
 * everything on the map switched off.
 */
export const panningOfTheCounty: Figure = {
  figure: 'panning over 300,000 places on a software renderer: longest frame by scripts',
  unit: 'ms',
  aim: 250,
  measure: (kit) => kit.embedded((db) => measure(kit, db)),
}

async function measure(kit: Kit, db: Db): Promise<Measured> {
  if (!existsSync(join(ROOT, 'dist/board/index.html'))) throw new Unmeasurable('the board is not built')
  await loadDemo(db, movableClock(LONG_AGO), kit.tell, { households: kit.sized(PLACES) })
  kit.tell('three hours of its flood')
  const { lane } = await runExercise(db, { from: FROM, to: TO })
  await analyze(db)
  const app = await makeServer({ db, clock: movableClock(TO) })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const executablePath = execFileSync(process.execPath, ['scripts/browser.ts'], { cwd: ROOT, encoding: 'utf8' }).trim()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript("localStorage.setItem('muster.tour', 'seen')")
    const pan = (layers: string) => panned(page, `${base}/?lane=${lane}`, layers)
    kit.tell('panning with nothing on the map')
    const bare = await pan(NO_LAYERS)
    kit.tell('panning')
    const full = await pan('')
    const [value, least] = [full.scripts[0] ?? FLOOR_MS, bare.scripts[0] ?? FLOOR_MS]
    return {
      value,
      against: { what: 'the same with every layer switched off', value: least, unit: 'ms', ratio: value / least },
      sizes: {
        places: kit.sized(PLACES),
        drags: DRAGS * ZOOMS.length,
        longFrames: full.scripts.length,
        longestFrameMs: Math.round(full.whole[0] ?? FLOOR_MS),
      },
    }
  } finally {
    await browser.close()
    await app.close()
  }
}

async function panned(page: Page, address: string, layers: string): Promise<Frames> {
  const frames: Frames = { scripts: [], whole: [] }
  const random = seeded(7)
  for (const zoom of ZOOMS) {
    const map = [`${zoom.toFixed(2)}/${MIDDLE}`, layers].filter((part) => part !== '').join('/')
    await page.goto(`${address}&map=${encodeURIComponent(map)}`)
    const canvas = page.getByRole('region', { name: /^Map\./ })
    await canvas.waitFor()
    // The legend has numbers once everything in sight is there: what loads before is no part of panning.
    await page.getByRole('region', { name: 'Legend' }).getByRole('cell').getByText(/^\d/).first().waitFor()
    const box = await canvas.boundingBox()
    if (!box) throw new Error('the map has no place on the page')
    await page.evaluate(WATCH)
    const middle = [box.x + box.width * 0.6, box.y + box.height / 2] as const
    for (let i = 0; i < DRAGS; i++) await drag(page, middle, [random() - 0.5, random() - 0.5], box)
    // What follows a drag, such as the counting of what is in sight, belongs to it.
    await page.waitForTimeout(1_000)
    const seen = (await page.evaluate(SEEN)) as { scripts: number; whole: number }[]
    frames.scripts.push(...seen.map((f) => f.scripts))
    frames.whole.push(...seen.map((f) => f.whole))
  }
  for (const own of [frames.scripts, frames.whole]) own.sort((a, b) => b - a)
  return frames
}

/** From the middle by a part of the map's size, in sixteen steps. */
async function drag(
  page: Page,
  [x, y]: readonly [number, number],
  [across, down]: [number, number],
  { width, height }: { width: number; height: number },
): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + across * width * 0.6, y + down * height * 0.8, { steps: 16 })
  await page.mouse.up()
}

const WATCH = `window.seen = []; new PerformanceObserver((list) => {
  for (const frame of list.getEntries()) window.seen.push({
    scripts: frame.scripts.reduce((sum, script) => sum + script.duration, 0),
    whole: frame.duration,
  })
}).observe({ type: 'long-animation-frame' })`
const SEEN = 'window.seen'
