import { Agent, type ClientRequest, get } from 'node:http'

/** The rule under which a benchmark's own changes are counted. */
export const MARKER = 'bench-marker'

/** Viewers at the far ends of real connections. */
export interface Watching {
  /** Every viewer has its first board. */
  ready: Promise<unknown>
  /** A mark was committed just now. */
  marked(): void
  /** For each mark and viewer, how long until the board of that viewer showed it, in milliseconds. */
  latencies(): number[]
  counted(): Record<string, number>
  close(): void
}

/** Opens viewers of these nodes in turn, and reads what they are sent as far as the marks in it. */
export function watchNodes(port: number, lane: string, nodes: readonly string[], viewers: number): Watching {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const marks: number[] = []
  const latencies: number[] = []
  const requests: ClientRequest[] = []
  const [villages, got] = [nodes.filter((n) => n.length === 12), { boards: 0, bytes: 0 }]

  function watch(node: string): Promise<void> {
    // Each mark adds one for every watched village at or below the node.
    const weight = villages.filter((v) => v.startsWith(node)).length
    let seen: number | null = null
    let rest = ''
    return new Promise((resolve, reject) => {
      const path = `/api/v1/live?node=${node}&lane=${lane}`
      const request = get({ port, path, agent }, (response) => {
        response.setEncoding('utf8').on('data', (part: string) => {
          got.bytes += part.length
          const events = (rest + part).split('\n\n')
          rest = events.pop() ?? ''
          for (const event of events) {
            if (!event.startsWith('event: board')) continue
            got.boards++
            const count = Number(/"rule":"bench-marker","required":(\d+)/.exec(event)?.[1] ?? 0)
            const known = weight > 0 ? Math.floor(count / weight) : 0
            if (seen !== null)
              for (let k = seen; k < known; k++) latencies.push(performance.now() - (marks[k] ?? performance.now()))
            seen = known
            resolve()
          }
        })
      })
      requests.push(request.on('error', reject))
    })
  }

  const ready = Promise.all(Array.from({ length: viewers }, (_, i) => watch(nodes[i % nodes.length] as string)))
  // After that, a connection that is closed at the end is no fault.
  ready.catch(() => {})
  return {
    ready,
    marked: () => marks.push(performance.now()),
    latencies: () => latencies,
    counted: () => ({
      marks: marks.length,
      shown: latencies.length,
      boards: got.boards,
      megabytes: Math.round(got.bytes / 1e6),
    }),
    close() {
      for (const request of requests) request.destroy()
      agent.destroy()
    },
  }
}
