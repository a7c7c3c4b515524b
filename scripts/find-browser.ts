import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

// The shell without windows comes first: the same engine, without the process that every window's own frame takes.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium of this machine: what MUSTER_CHROMIUM names, else one on the PATH, else the one that Playwright brought. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.MUSTER_CHROMIUM, ...usual, chromium.executablePath()].find(canRun)
}

/** The same where there has to be one: `npm test` and `npm run browser` install it. */
export function browserHere(): string {
  const path = findBrowser()
  if (!path) throw new Error('No Chromium: npm run browser installs one, or name yours in MUSTER_CHROMIUM.')
  return path
}

function canRun(file: string | undefined): boolean {
  if (!file) return false
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
