import type { Page } from 'playwright-core'
import { seeded } from '../../src/base/random.ts'
import type { Measured } from '../harness/figure.ts'
import type { CountySite } from './county-site.ts'

/** In the county's middle, where its dams and most of its people are; and how near one looks. */
const MIDDLE = '29.00000/116.75000'
const ZOOMS = [9, 11, 13, 15]
/** Drags of the map at each zoom, one after the other without a rest. */
const DRAGS = 8
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
export async function measurePanning({ browser, base, lane, places }: CountySite): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript("localStorage.setItem('muster.tour', 'seen')")
  const pan = (layers: string) => panned(page, `${base}/?lane=${lane}`, layers)
  const bare = await pan(NO_LAYERS)
  const full = await pan('')
  await page.close()
  const [value, least] = [full.scripts[0] ?? FLOOR_MS, bare.scripts[0] ?? FLOOR_MS]
  return {
    value,
    against: { what: 'the same with every layer switched off', value: least, unit: 'ms', ratio: value / least },
    sizes: {
      places,
      drags: DRAGS * ZOOMS.length,
      longFrames: full.scripts.length,
      longestFrameMs: Math.round(full.whole[0] ?? FLOOR_MS),
    },
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
