/**
 * stand.ts PID…: where these processes of Node stand, as their debugger tells it, which hears also when a loop never ends.
 * Each is killed when it has told: they all listen on the same port.
 */
import { setTimeout as sleep } from 'node:timers/promises'

const DEBUGGER = 'http://127.0.0.1:9229/json'
/** For the debugger to start, and for a process that is not at anything to say nothing. */
const WAIT_MS = 3_000

for (const pid of process.argv.slice(2).map(Number)) {
  console.log(`\n── ${pid}`)
  try {
    process.kill(pid, 'SIGUSR1')
    await sleep(WAIT_MS)
    const [target] = (await (await fetch(DEBUGGER)).json()) as { webSocketDebuggerUrl: string }[]
    console.log(await framesOf(target?.webSocketDebuggerUrl ?? ''))
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    console.log((error as Error).message)
  }
}

interface Told {
  method?: string
  params?: { scriptId: string; url: string; callFrames: Frame[] }
}
interface Frame {
  functionName: string
  location: { scriptId: string; lineNumber: number }
}

async function framesOf(url: string): Promise<string> {
  const socket = new WebSocket(url)
  const told = Promise.withResolvers<string>()
  const files = new Map<string, string>()
  socket.onopen = () => {
    for (const [id, method] of ['Debugger.enable', 'Debugger.pause'].entries())
      socket.send(JSON.stringify({ id, method }))
  }
  socket.onmessage = ({ data }) => {
    const { method, params } = JSON.parse(String(data)) as Told
    if (method === 'Debugger.scriptParsed' && params) files.set(params.scriptId, params.url)
    if (method !== 'Debugger.paused' || !params) return
    const lineOf = ({ scriptId, lineNumber }: Frame['location']) => `${files.get(scriptId)}:${lineNumber + 1}`
    told.resolve(params.callFrames.map((f) => `${f.functionName || '(no name)'} ${lineOf(f.location)}`).join('\n'))
  }
  const idle = sleep(WAIT_MS, 'is at nothing: it waits', { ref: false })
  const text = await Promise.race([told.promise, idle])
  socket.close()
  return text
}
