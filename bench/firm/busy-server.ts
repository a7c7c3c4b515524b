import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO, DEMO_DISTRICT, demoCounty, loadDemo } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { nextDue } from '../../src/db/agenda.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile } from '../harness/timing.ts'
import { analyze, LONG_AGO } from '../main/county.ts'
import { capOver } from '../main/warning.ts'
import { type Answered, ask, askSteadily, serve } from './served.ts'

const RECORDS_EVERY_MS = 100
const BOARD_EVERY_MS = 100
const PATIENCE_MS = 900_000

interface Run {
  records: Answered[]
  board: Answered[]
  boardQuiet: Answered[]
  recordsQuiet: Answered[]
  planS: number
  levelS: number
  required: number
}

/** A server's worst moments: a county is planned, and its level rises over all of its households. */
export function busyServer(): Figure[] {
  const runs = new WeakMap<Kit, Promise<Run>>()
  const runOf = (kit: Kit): Promise<Run> => {
    const run = runs.get(kit) ?? kit.server((db, url) => measure(kit, db, url))
    runs.set(kit, run)
    return run
  }
  return [
    {
      figure: 'intake of a record while a county is planned, PostgreSQL, p99',
      unit: 's',
      aim: 1,
      async measure(kit) {
        const { records, recordsQuiet, planS, required } = await runOf(kit)
        return held(records, recordsQuiet, { seconds: planS, required })
      },
    },
    {
      figure: 'a board read while a level of 170,000 requirements changes, PostgreSQL, p99',
      unit: 's',
      aim: 1,
      async measure(kit) {
        const { board, boardQuiet, levelS, required } = await runOf(kit)
        return held(board, boardQuiet, { seconds: levelS, required })
      },
    },
  ]
}

function held(busy: Answered[], quiet: Answered[], sizes: Record<string, unknown>): Measured {
  const seconds = (answers: Answered[]) => answers.map((a) => a.ms / 1000)
  const value = percentile(seconds(busy), 0.99)
  const usual = percentile(seconds(quiet), 0.99)
  const refused = busy.filter((a) => a.status !== 200).length
  return {
    value,
    against: { what: 'the same when nothing else runs', value: usual, unit: 's', ratio: value / usual },
    sizes: { ...sizes, answers: busy.length, not200: refused, worst: Math.max(...seconds(busy)) },
  }
}

async function measure(kit: Kit, db: Db, url: string): Promise<Run> {
  await loadDemo(db, movableClock(LONG_AGO), kit.tell, { households: kit.sized(DEMO.households) })
  await analyze(db)
  const [spot] = await db.read(
    (tx) => tx<{ subject: string; teller: string }[]>`
      select p.id as subject, (select id from person where district = ${DEMO_DISTRICT} order by id limit 1) as teller
      from place p where district = ${DEMO_DISTRICT} and kind = 'dam-section' order by id limit 1`,
  )
  if (!spot) throw new Error('the county has no dam section')
  const served = await serve({ MUSTER_DATABASE_URL: url })
  const record = () =>
    ask(`${served.base}/api/v1/districts/${DEMO_DISTRICT}/records?lane=${ACTUAL}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: newId(new Date()),
        kind: 'patrol',
        subject: spot.subject,
        toldBy: spot.teller,
        occurredAt: new Date().toISOString(),
        body: {},
      }),
    })
  const board = () => ask(`${served.base}/api/v1/board?node=${DEMO_DISTRICT}`)
  const warn = (severity: string) =>
    ask(`${served.base}/api/v1/warnings`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: capOver(demoCounty(), new Date(), severity),
    })
  try {
    const recordsQuiet = await askSteadily(record, RECORDS_EVERY_MS, sleep(5_000))
    const boardQuiet = await askSteadily(board, BOARD_EVERY_MS, sleep(5_000))
    kit.tell('a warning over the county, and its plan')
    await warn('Severe')
    const planned = untilQuiet(db)
    const records = await askSteadily(record, RECORDS_EVERY_MS, planned)
    kit.tell('the level rises')
    await warn('Extreme')
    const risen = untilQuiet(db)
    const boards = await askSteadily(board, BOARD_EVERY_MS, risen)
    const required = await db.read(
      async (tx) =>
        (await tx<{ n: number }[]>`select count(*)::int as n from requirement where counted & 1 = 1`)[0]?.n ?? 0,
    )
    return { records, board: boards, recordsQuiet, boardQuiet, planS: await planned, levelS: await risen, required }
  } finally {
    await served.end('SIGTERM')
  }
}

/** Resolves, with the seconds that it took, once nothing has been due for three looks in a row. */
async function untilQuiet(db: Db): Promise<number> {
  const began = performance.now()
  for (let quiet = 0; quiet < 3; ) {
    await sleep(1_000)
    if (performance.now() - began > PATIENCE_MS) throw new Error('the engine does not come to rest')
    const now = new Date()
    const due = await db.read(async (tx) => {
      const next = await nextDue(tx, ACTUAL)
      const [run] = await tx<{ n: number }[]>`select count(*)::int as n from step_run where leased_until > ${now}`
      return (next !== null && next <= now) || (run?.n ?? 0) > 0
    })
    quiet = due ? 0 : quiet + 1
  }
  return (performance.now() - began) / 1000
}
