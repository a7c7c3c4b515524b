import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'

/** A module of ours as another process names it: `src/…` from the root. */
const ours = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href)

/**
 * Another process that runs a few lines of ours with what `imports` brings, and is killed by `kill -9` in the middle: it
 * says so by printing `middle` and then waits for ever. Resolves once it is dead.
 */
export async function killedInTheMiddle(imports: Record<string, string>, lines: string): Promise<void> {
  const brought = Object.entries(imports).map(([names, path]) => `import { ${names} } from ${ours(path)}`)
  const script = [...brought, lines].join('\n')
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await says(child, 'middle')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function says(child: ChildProcess, word: string): Promise<void> {
  for await (const bytes of on(child.stdout as NodeJS.ReadableStream, 'data', { close: ['end'] })) {
    if (String(bytes).includes(word)) return
  }
  throw new Error(`the other process ended and never said "${word}"`)
}
