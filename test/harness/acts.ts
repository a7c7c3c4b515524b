import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { COUNTY } from './county.ts'
import { type Scene, useScene } from './scene.ts'

/** A gap as the board's list has it. */
export interface Gap {
  subject: string
  rule: string
  starts: string
  place: string
}

/** What people do by hand, as their board asks for it: a scene, and a server on it for each test. */
export function useActs() {
  const scene: Scene = useScene()
  let app: FastifyInstance
  beforeEach(async () => {
    app = await makeServer({ db: scene.db, clock: scene.world.clock })
  })
  // One that is left open gives up the exercises of later tests on this database, by the clock of its own test.
  afterEach(() => app.close())

  async function get(path: string) {
    const answer = await app.inject({ method: 'GET', url: `/api/v1/districts/${COUNTY}${path}` })
    return { status: answer.statusCode, body: answer.json() }
  }
  async function post(path: string, body?: object, headers: Record<string, string> = {}) {
    const url = `/api/v1/districts/${COUNTY}${path}`
    const answer = await app.inject({ method: 'POST', url, headers, ...(body ? { payload: body } : {}) })
    return { status: answer.statusCode, body: answer.json() }
  }
  const campaignNow = async (): Promise<string> => (await get('/campaigns')).body.items[0].id

  return {
    scene,
    get,
    post,
    campaignNow,
    /** Gaps of a rule, from the first on. */
    async gapsOf(rule: string): Promise<Gap[]> {
      const url = `/api/v1/board/gaps?district=${COUNTY}&campaign=${await campaignNow()}&limit=200`
      const items: Gap[] = (await app.inject({ method: 'GET', url })).json().items
      return items.filter((g) => g.rule === rule)
    },
  }
}

/** What names a gap to an act. */
export const keyOf = ({ subject, rule, starts }: Gap) => ({ subject, rule, starts })
