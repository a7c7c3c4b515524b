import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { useScene } from './scene.ts'

/** A list of members, of whom two can be placed: M3 is in no unit that is known, and M4 has no name. */
export const MEMBERS = `编号,姓名,所在支部,手机,职务
M1,张伟,U1,13800000001,党员
M2,李娜,U1,13800000002,党员
M3,王芳,U9,13800000003,党员
M4,,U1,,党员
`

/** A scene, and a server on it for each test, to which files are sent as a browser sends them. */
export function useImportApi() {
  const scene = useScene()
  let app: FastifyInstance
  beforeEach(async () => {
    app = await makeServer({ db: scene.db, clock: scene.world.clock })
  })
  afterEach(() => app.close())

  async function askImport(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
    const answer = await app.inject({ method, url: `/api/v1/imports${path}`, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.json() }
  }

  return {
    scene,
    askImport,
    /** Sends a file; `more` is the rest of the address after its name. */
    async sendFile(name: string, payload: string | Buffer, type = 'text/csv', more = '') {
      const url = `/api/v1/imports?name=${encodeURIComponent(name)}${more}`
      const answer = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })
      return { status: answer.statusCode, body: answer.json() }
    },
    /** Begins reading or writing, and follows it until it has ended. */
    async finishWork(id: string, verb: 'read' | 'accept') {
      const begun = await askImport('POST', `/${id}/${verb}`)
      if (begun.status !== 202) return begun
      for (;;) {
        const now = await askImport('GET', `/${id}`)
        if (now.body.work === null) return now
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    /** The rows of one state, as they are downloaded. */
    downloadRows: (id: string, state: string) =>
      app.inject({ url: `/api/v1/imports/${id}/rows?state=${state}&format=csv` }),
    /** The members of such a list that are in the register. */
    importedMembers: () => scene.rows<{ code: string; name: string }>('person', `code like 'M%'`),
  }
}
