import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { browserHere } from '../../scripts/find-browser.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SHOTS = `${ROOT}test-results`
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** How Chromium draws: without WebGL, where there are no maps, or with WebGL in software, which takes ten times as long. */
const DRAWING = {
  plain: ['--disable-gpu', '--disable-3d-apis'],
  maps: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
}

/** One Chromium for the file; `maps`: one that can draw them. */
export function useBrowser(maps = false): { readonly browser: Browser } {
  let browser: Browser | undefined
  beforeAll(async () => {
    // A container's root may not make the sandbox's namespaces; the only pages seen here are our own.
    const args = ['--no-sandbox', ...DRAWING[maps ? 'maps' : 'plain']]
    browser = await chromium.launch({ executablePath: browserHere(), args })
    mkdirSync(SHOTS, { recursive: true })
  })
  afterAll(() => browser?.close())
  return {
    get browser() {
      if (!browser) throw new Error('the browser is there only inside a test')
      return browser
    },
  }
}

/** What axe finds against WCAG 2.2 AA: a line for each fault, with the elements at fault. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: WCAG, resultTypes: ['violations'], preload: false })
    .setLegacyMode()
    .analyze()
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
}

/** Whether the page is wider than the window, so that it would have to be pushed from side to side. */
export function tooWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}

/** The pictures that the guide shows; they are made anew by `npm run guide`. */
const GUIDE = `${ROOT}docs/guide/images`
const IN_GUIDE = new Set([
  'picture-en-light-1440',
  'picture-en-light-390',
  'map-en-light-1440',
  'subject-place-en-light-1440',
  'list-gaps-en-light-1440',
  'import-draft-en-light-1440',
  'print-ics204-en-light-1440',
  'exercise-en-light-1440',
  'first-steps-en-light-1440',
  'commentary-en-light-1440',
  'playbook-en-light-1440',
])

/**
 * A picture of what is on the screen once nothing fades into it any more, kept under test-results; with MUSTER_GUIDE set, those
 * of the guide go there too.
 */
export async function shoot(page: Page, name: string): Promise<void> {
  const image = await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true, animations: 'disabled' })
  if (!process.env.MUSTER_GUIDE || !IN_GUIDE.has(name)) return
  mkdirSync(GUIDE, { recursive: true })
  writeFileSync(`${GUIDE}/${name}.png`, image)
}
