import { describe, expect, inject, test } from 'vitest'
import { ask, type StepName } from '../../src/db/agenda.ts'
import { LEASE_MS } from '../../src/db/claims.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { killedInTheMiddle } from '../harness/child.ts'
import { COUNTY } from '../harness/county.ts'
import { minutesOn, tableSums, useKilledProcesses } from '../harness/killed-process.ts'

/** An engine is killed in the middle of each step. Then it is as if nothing had been done, and another does it, once. */
const { phones, gear, withDb, optionsText, killedWithin } = useKilledProcesses()

/** Runs the engine's steps, of which `first` is to be the next, until `last` is done; tells how everything is then. */
async function doThrough(db: Db, first: StepName, last: StepName): Promise<Record<string, string>> {
  const ran: StepName[] = []
  const enough = new Error('enough')
  const onStep = (step: StepName) => {
    ran.push(step)
    if (step === last) throw enough
  }
  await runDue(db, ACTUAL, minutesOn(1), { ...gear, onStep }).catch((error) => {
    if (error !== enough) throw error
  })
  expect(ran[0]).toBe(first)
  return tableSums(db)
}

const ENGINE = {
  runDue: 'src/engine/loop.ts',
  leastCost: 'src/domain/planner/least-cost.ts',
  consoleChannel: 'src/channels/console.ts',
}
const RUN = `await runDue(db, 'actual', now, { planner: leastCost, channels: new Map([['phone', consoleChannel('phone', () => {})]]) })`

/** Kills the engine of another process outside its transactions, where `gear` prints `middle`. */
const killedEngine = (minutes: number, gear: string) =>
  killedInTheMiddle(
    { openDb: 'src/db/connect.ts', runDue: 'src/engine/loop.ts', leastCost: 'src/domain/planner/least-cost.ts' },
    `const db = await openDb(${optionsText()})
     setInterval(() => {}, 1 << 30)
     await runDue(db, 'actual', new Date(${JSON.stringify(minutesOn(minutes))}), { planner: leastCost, ${gear} })`,
  )

describe.skipIf(inject('template').engine === 'distributed')(
  'an engine killed in the middle (not told on Citus, whose tests share one database)',
  () => {
    test('of a step of the flow leaves it undone, for another engine to do once', async () => {
      let before = await withDb((db) => doThrough(db, 'warn', 'warn'))
      for (const [step, last] of [
        ['require', 'plan'],
        ['call', 'call'],
        ['climb', 'rollup'],
      ] as const) {
        await killedWithin(ENGINE, RUN)
        before = await withDb(async (db) => {
          expect(await tableSums(db), step).toEqual(before)
          return doThrough(db, step, last)
        })
      }
      await withDb(async (db) => {
        const asked = await db.read((tx) => tx<{ duties: string[] }[]>`select duties from summons`)
        const duties = asked.flatMap((s) => s.duties)
        expect(duties).toHaveLength(20)
        expect(new Set(duties).size).toBe(20)
        const [sent] = await db.read((tx) => tx`select count(*)::int as n, count(sent_at)::int as sent from message`)
        expect(sent).toEqual({ n: asked.length, sent: asked.length })
        expect(phones.heard).toHaveLength(asked.length)
      })
    })

    test('of planning, with the plan made and not written, leaves a lease and no line; then one plan is written', async () => {
      await withDb((db) => db.write(minutesOn(20), (tx) => ask(tx, ACTUAL, COUNTY, 'plan', minutesOn(20))))
      const planning = `async () => { console.log('middle'); return new Promise(() => {}) }`
      await killedEngine(20, `channels: new Map(), fill: ${planning}`)
      await withDb(async (db) => {
        const lines = () =>
          db.read((tx) => tx`select proposal, subject, rule, holder from proposal_line order by 1, 2, 3, 4`)
        const before = await lines()
        const plan = async (wall: Date) => {
          const ran: StepName[] = []
          await runDue(db, ACTUAL, minutesOn(20), {
            ...gear,
            wall: { now: () => wall },
            onStep: (step) => ran.push(step),
          })
          return ran.includes('plan')
        }
        expect(await plan(new Date())).toBe(false)
        expect(await lines()).toEqual(before)
        expect(await plan(new Date(Date.now() + LEASE_MS))).toBe(true)
        const [twice] = await db.read(
          (tx) => tx`
            select count(*)::int as n from (
              select subject, role, holder from duty where ends > ${minutesOn(20)} group by subject, role, holder having count(*) > 1) t`,
        )
        expect(twice).toEqual({ n: 0 })
      })
    })

    test('of telephoning leaves a lease: nobody else calls while it lasts, and then each is called once', async () => {
      const sending = `{ name: 'phone', contact: 'phone', send() { console.log('middle'); return new Promise(() => {}) } }`
      await killedEngine(30, `channels: new Map([['phone', ${sending}]])`)
      await withDb(async (db) => {
        const before = phones.heard.length
        const at = (minutes: number, wall: Date) =>
          runDue(db, ACTUAL, minutesOn(minutes), { ...gear, wall: { now: () => wall } })
        await at(31, new Date())
        expect(phones.heard).toHaveLength(before)
        await at(31, new Date(Date.now() + LEASE_MS))
        const called = phones.heard.slice(before).map((m) => m.key)
        expect(called.length).toBeGreaterThan(0)
        expect(new Set(called).size).toBe(called.length)
        const [left] = await db.read(
          (tx) => tx`select count(*)::int as n from message where sent_at is null and failed_at is null`,
        )
        expect(left).toEqual({ n: 0 })
      })
    })
  },
)
