import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands between the browser and the server does: hands on; answers a status in its place; takes requests and never answers. */
export type ProxyMood = 'pass' | 'hang' | { status: number; only?: string }

/** A proxy before a server, which breaks as it is told to; turning to another mood cuts what goes on. */
export interface BrokenProxy {
  base: string
  turn(mood: ProxyMood): void
  close(): Promise<void>
}

/** The server answers only what it takes for its own pages. */
const headersTo = (to: URL, headers: IncomingHttpHeaders): IncomingHttpHeaders => ({
  ...headers,
  host: to.host,
  ...(headers.origin && { origin: to.origin }),
})

/** Opens one on a port of its own; `target` is the server's address. */
export async function openProxy(target: string): Promise<BrokenProxy> {
  let mood: ProxyMood = 'pass'
  const to = new URL(target)
  const server: Server = createServer((asked, answer) => {
    if (mood === 'hang') return
    if (mood !== 'pass' && (asked.url ?? '').includes(mood.only ?? '')) {
      answer.writeHead(mood.status, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
      return
    }
    const { method, url: path } = asked
    const passed = request(
      { host: to.hostname, port: to.port, method, path, headers: headersTo(to, asked.headers) },
      (came) => {
        answer.writeHead(came.statusCode ?? 502, came.headers)
        came.pipe(answer)
      },
    )
    passed.on('error', () => answer.destroy())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    turn(next) {
      mood = next
      server.closeAllConnections()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
