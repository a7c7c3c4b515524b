import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { HOUR } from '../../src/base/clock.ts'
import { COUNTY } from './county.ts'
import { refTo, useScene } from './scene.ts'
import { type WarningAnswer, warningsOf } from './warning-states.ts'
import { START } from './world.ts'

/** A question in what to do next, with the newest of the warnings that ask it. */
interface WarningQuestion {
  asks: string
  newest: { identifier: string; why: string; by: string | null }[]
}

/** A scene whose warnings are in doubt, and a server on it for each test that shows their questions and takes the answers. */
export function useWarningQuestions() {
  const scene = useScene()
  let app: FastifyInstance
  beforeEach(async () => {
    app = await makeServer({ db: scene.db, clock: scene.world.clock, onWork: () => {} })
  })
  afterEach(() => app.close())
  return {
    scene,
    ...warningsOf(scene),
    /** An Update of the warning W-1 of the scene's beginning, an hour later than the last message. */
    async sendUpdate(infos: string[], change: Record<string, string | null> = {}): Promise<void> {
      scene.world.clock.forward(HOUR)
      const kind = { identifier: 'W-2', msgType: 'Update', references: refTo('W-1', START) }
      await scene.warn([], { ...kind, info: null, more: infos.join(''), ...change })
    },
    /** What warnings ask, as the board shows it in what to do next. */
    async openQuestions(): Promise<WarningQuestion[]> {
      return (await app.inject(`/api/v1/board/next?node=${COUNTY}`)).json().warnings
    },
    /** Answers what a warning asks, as the board does, and does what follows from it. */
    async answerQuestion(identifier: string, answer: WarningAnswer): Promise<void> {
      const [row] = await scene.rows<{ id: string }>('warning', `identifier = '${identifier}'`)
      const url = `/api/v1/warnings/${row?.id}/decide`
      expect((await app.inject({ method: 'POST', url, payload: answer })).statusCode).toBe(200)
      await scene.run()
    },
  }
}
