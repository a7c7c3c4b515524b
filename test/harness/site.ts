import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach } from 'vitest'
import { makeServer, type ServerParts } from '../../src/apps/server/server.ts'
import { faultsOf, shoot, tooWide, useBrowser } from './browser.ts'

/** How a page is opened: 1440 px wide, light and English, unless it says otherwise. */
export interface Opening {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  locale?: 'en-GB' | 'zh-CN'
  /** What the browser has kept from earlier visits; by default that the tour of the board was seen. */
  kept?: Record<string, string>
  /** Address of a file that never comes, as Playwright writes patterns. */
  without?: string
}

/** A machine may be busy: what a page is asked to show is judged by whether it comes, not by when. */
export const PATIENCE_MS = 90_000

/** A server on a port of its own for each test, and pages that report whatever they complain of; `maps`: pages draw maps. */
export function useSite(parts: () => ServerParts, { maps = false } = {}) {
  const tools = useBrowser(maps)
  let app: FastifyInstance
  let base = ''
  const pages: Page[] = []
  const complaints: string[] = []
  beforeEach(async () => {
    complaints.length = 0
    app = await makeServer(parts())
    base = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close()
    await app.close()
  })
  return {
    /** What the pages' consoles said was wrong. */
    complaints,
    get base() {
      return base
    },
    stop: () => app.close(),
    async open(path: string, opening: Opening = {}): Promise<Page> {
      const {
        width = 1440,
        height = 900,
        scheme = 'light',
        locale = 'en-GB',
        kept = { 'muster.tour': 'seen' },
        without,
      } = opening
      const context = await tools.browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        locale,
        timezoneId: 'Asia/Shanghai',
        reducedMotion: 'reduce',
      })
      await context.addInitScript((stored: Record<string, string>) => {
        for (const [key, value] of Object.entries(stored)) globalThis.localStorage.setItem(key, value)
      }, kept)
      if (without) await context.route(without, (route) => route.abort())
      context.setDefaultTimeout(PATIENCE_MS)
      const page = await context.newPage()
      pages.push(page)
      page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
      page.on('pageerror', (e) => complaints.push(e.message))
      await page.goto(base + path)
      return page
    },
  }
}

/** How a screen is looked at. */
export interface LookAt {
  locale: 'en-GB' | 'zh-CN'
  scheme: 'light' | 'dark'
  width: 1440 | 390
}

const ALL = process.env.MUSTER_LOOKS === 'all'

const EVERY = (['en-GB', 'zh-CN'] as const).flatMap((locale) =>
  ([1440, 390] as const).flatMap((width) =>
    (['light', 'dark'] as const).map((scheme): LookAt => ({ locale, width, scheme })),
  ),
)

/**
 * In both languages and themes, on a desk and on a phone: four looks, in which each of these meets each of the others once,
 * since a fault hangs on one of them or on two together. MUSTER_LOOKS=all takes all eight, for the pictures of every screen.
 */
export const LOOKS = EVERY.filter(
  ({ locale, width, scheme }) => ALL || ((locale === 'en-GB') === (width === 1440)) === (scheme === 'light'),
)

/**
 * Of many screens of one shape the nth is looked at in two looks, opposite in everything, and the next ones in the others: four
 * screens are enough for all eight.
 */
function looksOf(nth: number | undefined): readonly LookAt[] {
  if (nth === undefined) return LOOKS
  const one = EVERY[nth % (EVERY.length / 2)] as LookAt
  return EVERY.filter(
    (look) =>
      ALL || look === one || (look.locale !== one.locale && look.width !== one.width && look.scheme !== one.scheme),
  )
}

/** The looks of each language: one page of it is enough, and is changed as its reader would. */
export const BY_LOCALE = Map.groupBy(LOOKS, (look) => look.locale)

export const lookName = (name: string, { locale, scheme, width }: LookAt) =>
  `${name}-${locale.slice(0, 2)}-${scheme}-${width}`

/** Changes a page to a look of its language. */
export async function turnTo(page: Page, { width, scheme }: LookAt): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
}

/** Keeps a picture of a page and returns what is wrong with it: what axe finds, or that it has to be pushed from side to side. */
export async function lookOver(page: Page, name: string): Promise<string[]> {
  await shoot(page, name)
  const wrong = (await faultsOf(page)).map((fault) => `${name}: ${fault}`)
  if (await tooWide(page)) wrong.push(`${name}: wider than the window`)
  return wrong
}

/** Looks at a screen in each look and returns what is wrong with any. `ready` waits for what is to be seen; `nth`: one of many. */
export async function lookAll(
  open: (path: string, opening: Opening) => Promise<Page>,
  path: string,
  name: string,
  ready: (page: Page, locale: LookAt['locale']) => Promise<unknown>,
  nth?: number,
): Promise<string[]> {
  const wrong: string[] = []
  for (const [locale, looks] of Map.groupBy(looksOf(nth), (look) => look.locale)) {
    const page = await open(path, { locale })
    for (const look of looks) {
      await turnTo(page, look)
      await ready(page, locale)
      wrong.push(...(await lookOver(page, lookName(name, look))))
    }
    await page.context().close()
  }
  return wrong
}
