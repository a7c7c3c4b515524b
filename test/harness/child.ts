import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'

/** A module of ours as another process names it: `src/…` from the root. */
const ours = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href)

/** What another process that runs a few lines of ours with what `imports` brings writes, and how it ends. */
export async function saidBy(imports: Record<string, string>, lines: string): Promise<{ code: number; text: string }> {
  const child = run(imports, lines)
  let text = ''
  child.stdout?.on('data', (bytes) => {
    text += String(bytes)
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

/**
 * Another process that runs a few lines of ours with what `imports` brings, and is killed by `kill -9` in the middle: it
 * says so by printing `middle` and then waits for ever. Resolves once it is dead.
 */
export async function killedInTheMiddle(imports: Record<string, string>, lines: string): Promise<void> {
  const child = run(imports, lines)
  await says(child, 'middle')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function run(imports: Record<string, string>, lines: string): ChildProcess {
  const brought = Object.entries(imports).map(([names, path]) => `import { ${names} } from ${ours(path)}`)
  const script = [...brought, lines].join('\n')
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function says(child: ChildProcess, word: string): Promise<void> {
  for await (const bytes of on(child.stdout as NodeJS.ReadableStream, 'data', { close: ['end'] })) {
    if (String(bytes).includes(word)) return
  }
  throw new Error(`the other process ended and never said "${word}"`)
}
