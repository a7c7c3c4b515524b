/**
 * Finds a Chromium for the browser tests, or installs one: `npm run browser`. Prints its path and nothing else on standard
 * output. Looks at MUSTER_CHROMIUM, then at the usual names; where this is Debian and the user is root it installs
 * Debian's own, elsewhere the one that Playwright brings.
 */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

// The shell without windows comes first: the same engine, without the process that every window's own frame takes.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

if (!findBrowser()) install()
const path = findBrowser()
if (path) console.log(path)
else {
  console.error('No Chromium: install one (Debian: apt-get install chromium) or name yours in MUSTER_CHROMIUM.')
  process.exitCode = 1
}

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.MUSTER_CHROMIUM, ...usual, chromium.executablePath()].find(canRun)
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

/** Leaves it to the search after it to see whether there is a browser now; what the installer says goes to standard error. */
function install(): void {
  const debian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const [command, args] = debian
    ? ['apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']]
    : ['npx', ['playwright-core', 'install', 'chromium']]
  try {
    if (debian) execFileSync('apt-get', ['update'], { stdio: ['ignore', 2, 2] })
    execFileSync(command as string, args as string[], { stdio: ['ignore', 2, 2] })
  } catch (error) {
    console.error((error as Error).message)
  }
}
