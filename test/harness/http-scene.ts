import type { FastifyInstance } from 'fastify'
import { beforeEach } from 'vitest'
import { cap } from './cap-message.ts'
import { COUNTY, polygonOf } from './county.ts'
import { capTime, useScene } from './scene.ts'
import { serve } from './serve.ts'

/** A scene that is spoken to over HTTP, and how often the engine was woken by it. */
export function useHttpScene() {
  const scene = useScene()
  let app: FastifyInstance
  let woken = 0

  beforeEach(async () => {
    woken = 0
    app = await serve({ db: scene.db, clock: scene.world.clock, onWork: () => woken++ })
  })

  /** Asks the server; the answer's status and body. */
  async function ask(method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await app.inject({
      method,
      url: path.startsWith('/api') ? path : `/api/v1${path}`,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }

  const get = (path: string) => ask('GET', path)
  const post = (path: string, body: unknown = {}) => ask('POST', path, body)
  const message = (change: Record<string, string | null> = {}) =>
    cap({
      sent: capTime(scene.now()),
      area: `<areaDesc>village 1</areaDesc><polygon>${polygonOf(1)}</polygon>`,
      ...change,
    })
  const warn = (xml = message()) => ask('POST', '/warnings', xml, { 'content-type': 'application/xml' })

  /** The flood's campaign, once a warning has come in and been acted on. */
  async function flood(): Promise<string> {
    await warn()
    await scene.run()
    const { body } = await get(`/districts/${COUNTY}/campaigns`)
    return body.items[0].id
  }

  return { scene, ask, get, post, message, warn, flood, app: () => app, woken: () => woken }
}
