import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO, DEMO_DISTRICT, demoCounty, loadDemo } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import { withDb } from '../harness/kit.ts'
import { LONG_AGO } from '../main/county.ts'
import { capOver } from '../main/warning.ts'
import { type Served, serve } from './served.ts'

const ROWS = 50_000

/** How long a process takes to end that is asked to in the middle of something. */
export const stopping: Figure[] = [
  {
    figure:
      'SIGTERM to the end of the process, in the middle of a plan, an import and a first filling, embedded: the slowest',
    unit: 's',
    aim: 5,
    measure: (kit) =>
      kit.folder(async (folder) => {
        kit.tell('the county')
        const households = kit.sized(DEMO.households)
        await withDb({ folder }, (db) => loadDemo(db, movableClock(LONG_AGO), () => {}, { households }))
        const ends: Record<string, number> = {}
        const end = async (name: string, middle: (served: Served) => Promise<void>, served: Served) => {
          kit.tell(`in ${name}`)
          await middle(served)
          ends[name] = (await served.end('SIGTERM')) / 1000
        }
        await end('nothing', () => sleep(5_000), await serve({ MUSTER_DATA: folder }))
        await end('a plan', untilPlanning, await serve({ MUSTER_DATA: folder }))
        await end('an import', untilImporting, await serve({ MUSTER_DATA: folder }))
        await kit.folder(async (empty) => {
          await end('a first filling', () => sleep(5_000), await serve({ MUSTER_DATA: empty }, { demo: true }))
        })
        return told(ends, households)
      }),
  },
]

function told({ nothing = 0, ...busy }: Record<string, number>, households: number): Measured {
  const value = Math.max(...Object.values(busy))
  return {
    value,
    against: { what: 'the same when nothing runs', value: nothing, unit: 's', ratio: value / nothing },
    sizes: { households, ...busy },
  }
}

async function post(url: string, type: string, body: string): Promise<unknown> {
  return (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).json()
}

/** A warning over the county comes in, and its plan is in the making. */
async function untilPlanning({ base }: Served): Promise<void> {
  await post(`${base}/api/v1/warnings`, 'application/xml', capOver(demoCounty(), new Date(), 'Severe'))
  for (;;) {
    await sleep(200)
    const health = (await (await fetch(`${base}/api/v1/health`)).json()) as {
      steps: { step: string; leasedSince: string | null }[] | null
    }
    if (health.steps?.some((s) => s.step === 'plan' && s.leasedSince !== null)) break
  }
  await sleep(1_000)
}

/** A list of members is being written. */
async function untilImporting({ base }: Served): Promise<void> {
  const unit = demoCounty().units[0]?.code
  const rows = Array.from({ length: ROWS }, (_, n) => `X${n},Member ${n},${unit}`)
  const url = `${base}/api/v1/imports`
  const text = ['code,name,unit', ...rows].join('\n')
  const { id } = (await post(`${url}?name=members.csv`, 'text/csv', text)) as { id: string }
  const at = async () => (await (await fetch(`${url}/${id}`)).json()) as { work: { done: number } | null }
  await post(`${url}/${id}/read`, 'application/json', '{}')
  while ((await at()).work !== null) await sleep(200)
  await post(`${url}/${id}/accept`, 'application/json', '{}')
  for (let now = await at(); (now.work?.done ?? 0) === 0; now = await at()) {
    if (now.work === null) throw new Error(`the import into ${DEMO_DISTRICT} ended before it was begun`)
    await sleep(50)
  }
}
