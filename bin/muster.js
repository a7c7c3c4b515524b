#!/usr/bin/env node
// Starts Muster on any Node from 20 on. Muster itself needs Node 24, which comes with it as the npm package `node`:
// where the Node that runs this file is older, that one is started instead, and this process only stands in for it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
// A clone runs its source. An installed package has only what `npm pack` built of it, since Node refuses to strip types
// under node_modules. Source goes first: a build left over in a clone must not run in place of what was edited since.
const source = join(root, 'src/apps/cli/main.ts')
const main = existsSync(source) ? source : join(root, 'dist/apps/cli/main.js')

if (Number.parseInt(process.versions.node, 10) >= NEEDED) await import(pathToFileURL(main).href)
else standInFor(packagedNode())

/** Runs `node` with our arguments and streams, hands signals on, and ends as it ends. */
function standInFor(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => refuse(`The Node that comes with Muster does not start: ${error.message}.`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function packagedNode() {
  try {
    const home = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const node = join(home, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
    if (existsSync(node)) return node
  } catch {
    // not installed: the one message below says what to do
  }
  return refuse(`Muster needs Node ${NEEDED}; this is ${process.versions.node}, and none came with Muster.`)
}

function refuse(what) {
  console.error(`${what} Run "npm ci" again, or install Node ${NEEDED} or newer.`)
  return process.exit(1)
}
