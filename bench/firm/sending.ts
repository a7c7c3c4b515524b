import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO_DISTRICT, demoCounty, loadCounty } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import type { withDb } from '../harness/kit.ts'
import { LONG_AGO } from '../main/county.ts'

/** What was sent, and what of it was acknowledged. */
export interface Sent {
  sent: number
  acknowledged: Set<string>
  /** How many were refused, by status. */
  refused: Map<number, number>
}

export type Spot = { subject: string; teller: string }
export type Db = Parameters<Parameters<typeof withDb>[1]>[0]

export async function settleCounty(db: Db): Promise<Spot> {
  await loadCounty(db, movableClock(LONG_AGO), demoCounty(), () => {})
  const [spot] = await db.read(
    (tx) => tx<Spot[]>`
      select p.id as subject, (select id from person where district = ${DEMO_DISTRICT} order by id limit 1) as teller
      from place p where district = ${DEMO_DISTRICT} and kind = 'dam-section' order by id limit 1`,
  )
  return spot as Spot
}

/** Those of these records that the register does not have. */
export async function missing(db: Db, known: ReadonlySet<string>): Promise<number> {
  const [row] = await db.read(
    (tx) => tx<{ n: number }[]>`
      select count(*)::int as n from record where district = ${DEMO_DISTRICT} and id = any(${[...known]}::uuid[])`,
  )
  return known.size - (row?.n ?? 0)
}

/** Sends records one after another until `over`; what is acknowledged is remembered. */
export async function sendRecords(base: string, spot: Spot, log: Sent, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const id = newId(new Date())
    log.sent++
    try {
      const response = await fetch(`${base}/api/v1/districts/${DEMO_DISTRICT}/records?lane=${ACTUAL}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id,
          kind: 'patrol',
          subject: spot.subject,
          toldBy: spot.teller,
          occurredAt: new Date(),
          body: {},
        }),
        signal: AbortSignal.timeout(20_000),
      })
      if (response.ok) {
        await response.json()
        log.acknowledged.add(id)
      } else {
        log.refused.set(response.status, (log.refused.get(response.status) ?? 0) + 1)
        await response.arrayBuffer()
        await sleep(50)
      }
    } catch {
      // The process is gone, or its answer: nothing was acknowledged.
      await sleep(20)
    }
  }
}
