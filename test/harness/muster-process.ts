import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/muster.js', import.meta.url))

/** What a finished command left behind. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** The command line as people start it: another process, in which nothing of the test's is known but `env`. */
export function musterProcess(args: readonly string[], env: Record<string, string>, input = ''): ChildProcess {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MUSTER_|NODE_|VITEST)/.test(name)),
  )
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...clean, TZ: 'UTC', ...env }, stdio: 'pipe' })
  child.stdin?.end(input)
  return child
}

/** Runs a command to its end. */
export async function muster(args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
  return ended(musterProcess(args, env, input))
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...texts }
}

/** The one object on standard output; fails where there is anything else there. */
export function objectIn({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>
}
