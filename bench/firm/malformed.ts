import { DEMO_DISTRICT, demoCounty, loadCounty } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import { type Description, type HostileRequest, hostile } from '../../test/harness/hostile.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import { type Kit, withDb } from '../harness/kit.ts'
import { LONG_AGO } from '../main/county.ts'
import { ask, serve } from './served.ts'

const REQUESTS = 20_000
const SENDERS = 4
const SEED = 14

/** Requests made from the API's own description, each with something wrong in it; what is wrong with one is its sender's fault. */
export const malformed: Figure[] = [
  {
    figure: 'malformed requests answered 5xx or not at all, embedded',
    unit: 'of them',
    aim: 0,
    measure: (kit) => kit.folder((folder) => send(kit, folder)),
  },
]

async function send(kit: Kit, folder: string): Promise<Measured> {
  const known = await withDb({ folder }, async (db) => {
    await loadCounty(db, movableClock(LONG_AGO), demoCounty(), () => {})
    const [spot] = await db.read(
      (tx) => tx<{ subject: string; person: string }[]>`
        select subject, holder as person from duty
        where district = ${DEMO_DISTRICT} and subject_kind = 'place' and holder_kind = 'person' limit 1`,
    )
    return spot
  })
  if (!known) throw new Error('nobody holds anything')
  const places = { id: known.subject, subject: known.subject, subjects: known.subject }
  const people = { person: known.person, persons: known.person, toldBy: known.person, holder: known.person }
  const district = { district: DEMO_DISTRICT, node: DEMO_DISTRICT, area: DEMO_DISTRICT, lane: 'actual', list: 'places' }
  const served = await serve({ MUSTER_DATA: folder })
  const count = { 2: 0, 4: 0, 5: 0, none: 0 }
  try {
    const api = (await (await fetch(`${served.base}/api/openapi.json`)).json()) as Description
    const requests = hostile(api, kit.sized(REQUESTS), SEED, { ...district, ...places, ...people, kind: 'place' })
    const sender = async () => {
      for (const request of requests) {
        const status = await statusOf(served.base, request)
        if (status === 0) count.none++
        else count[status >= 500 ? 5 : status >= 400 ? 4 : 2]++
      }
    }
    await Promise.all(Array.from({ length: SENDERS }, sender))
    const health = await ask(`${served.base}/api/v1/health`)
    if (health.status !== 200) throw new Error(`afterwards /health was answered ${health.status}`)
  } finally {
    await served.end('SIGTERM')
  }
  const value = count[5] + count.none
  return {
    value,
    against: { what: 'refused as their senders’ fault', value: count[4], unit: 'of them', ratio: value / count[4] },
    sizes: { requests: kit.sized(REQUESTS), seed: SEED, taken: count[2], refused: count[4], none: count.none },
  }
}

async function statusOf(base: string, { method, url, payload }: HostileRequest): Promise<number> {
  const body = payload === undefined ? {} : { body: payload, headers: { 'content-type': 'application/json' } }
  return (await ask(base + url, { method, ...body })).status
}
