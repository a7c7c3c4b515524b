import { once } from 'node:events'
import { type Ended, ended, musterProcess } from './muster-process.ts'

/** A server as people start it, another process. */
export interface ServerProcess {
  /** What it said once it served: its address, and what it serves. */
  readonly said: { url: string } & Record<string, unknown>
  /** Asks it to end, as a service manager does; returns what it left behind. */
  stop(): Promise<Ended>
  /** Ends it at once if it still runs. */
  kill(): Promise<void>
}

/**
 * Runs `muster start` with these arguments on a free port, and waits until it serves. Throws what it wrote to standard error if
 * it ends before.
 */
export async function startServer(args: readonly string[], env: Record<string, string>): Promise<ServerProcess> {
  const child = musterProcess(['start', '--port', '0', '--json', ...args], env)
  const end = ended(child)
  const failed = end.then(({ stderr }) => Promise.reject(new Error(`the server did not start: ${stderr}`)))
  // It ends later, when nobody waits for its start any more.
  failed.catch(() => {})
  const [first] = (await Promise.race([once(child.stdout as NodeJS.EventEmitter, 'data'), failed])) as [string]
  return {
    said: JSON.parse(first),
    stop() {
      child.kill('SIGTERM')
      return end
    },
    async kill() {
      child.kill('SIGKILL')
      await end
    },
  }
}
