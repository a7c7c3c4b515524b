import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach } from 'vitest'
import { makeServer, type ServerParts } from '../../src/apps/server/server.ts'
import { useBrowser } from './browser.ts'

/** How a page is opened: 1440 px wide, light and English, unless it says otherwise. */
export interface Opening {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  locale?: 'en-GB' | 'zh-CN'
  /** What the browser has kept from earlier visits; by default that the tour of the board was seen. */
  kept?: Record<string, string>
}

/** A server on a port of its own for each test, and pages that report whatever they complain of. */
export function useSite(parts: () => ServerParts) {
  const tools = useBrowser()
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
      const page = await context.newPage()
      pages.push(page)
      page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
      page.on('pageerror', (e) => complaints.push(e.message))
      await page.goto(base + path)
      return page
    },
  }
}
