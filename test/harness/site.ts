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

/**
 * Looks at a screen in both languages and both themes, on a desk and on a phone: keeps a picture of each, and returns
 * what is wrong with any: what axe finds, or a page that has to be pushed from side to side. `ready` waits for what is to
 * be seen. One page a language is enough: the rest is changed under it, as its reader would. What axe finds hangs on theme
 * and width, and hardly on the words: in the second language it looks at a light desk and a dark phone.
 */
export async function lookAll(
  open: (path: string, opening: Opening) => Promise<Page>,
  path: string,
  name: string,
  ready: (page: Page, locale: 'en-GB' | 'zh-CN') => Promise<unknown>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const locale of ['en-GB', 'zh-CN'] as const) {
    const page = await open(path, { locale })
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await ready(page, locale)
        const shot = `${name}-${locale.slice(0, 2)}-${scheme}-${width}`
        await shoot(page, shot)
        if (locale === 'en-GB' || (width === 1440) === (scheme === 'light'))
          wrong.push(...(await faultsOf(page)).map((fault) => `${shot}: ${fault}`))
        if (await tooWide(page)) wrong.push(`${shot}: wider than the window`)
      }
    }
    await page.context().close()
  }
  return wrong
}
