/**
 * Finds a Chromium for the browser tests, or installs one: `npm run browser`. Prints its path and nothing else on standard
 * output. Where this is Debian and the user is root it installs Debian's own, elsewhere the one that Playwright brings.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findBrowser } from './find-browser.ts'

if (!findBrowser()) install()
const path = findBrowser()
if (path) console.log(path)
else {
  console.error('No Chromium: install one (Debian: apt-get install chromium) or name yours in MUSTER_CHROMIUM.')
  process.exitCode = 1
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
