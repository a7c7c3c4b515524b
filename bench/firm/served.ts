import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/muster.js', import.meta.url))

/** `muster start` as people run it, in a process of its own. */
export interface Served {
  base: string
  child: ChildProcess
  /** Sends the signal and waits for the end of the process; returns how long it took, in milliseconds. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number>
}

/** Starts it on a free port with `env` beside this process's own; resolves once it serves. `demo`: its county is loaded behind. */
export async function serve(env: Record<string, string>, { demo = false } = {}): Promise<Served> {
  const child = spawn(process.execPath, [BIN, 'start', ...(demo ? [] : ['--no-demo']), '--port', '0', '--json'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const line = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  const ended = exited.then(([code]) => {
    throw new Error(`muster start ended with ${code}`)
  })
  const [first] = (await Promise.race([line, ended])) as [string]
  ended.catch(() => {})
  return {
    base: (JSON.parse(first) as { url: string }).url,
    child,
    async end(signal) {
      const began = performance.now()
      child.kill(signal)
      await exited
      return performance.now() - began
    },
  }
}

/** One answer: how long it took, and its status; 0 where none came. */
export interface Answered {
  ms: number
  status: number
}

/** Sends one request; an answer that does not come within `patienceMs` counts as none. */
export async function ask(url: string, init: RequestInit = {}, patienceMs = 60_000): Promise<Answered> {
  const began = performance.now()
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
    await response.arrayBuffer()
    return { ms: performance.now() - began, status: response.status }
  } catch {
    return { ms: performance.now() - began, status: 0 }
  }
}

/**
 * Asks at a fixed rhythm until `until` resolves, however slow the answers are: a request is not put off because the one
 * before it waits, or slow answers would be counted once where a person would have met them often.
 */
export async function askSteadily(
  send: () => Promise<Answered>,
  everyMs: number,
  until: Promise<unknown>,
): Promise<Answered[]> {
  const answers: Promise<Answered>[] = []
  let over = false
  const end = until.finally(() => {
    over = true
  })
  while (!over) {
    answers.push(send())
    await Promise.race([sleep(everyMs), end])
  }
  return Promise.all(answers)
}
