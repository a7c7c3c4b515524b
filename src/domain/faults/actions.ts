import { ask } from '../../db/agenda.ts'
import { failingSteps } from '../../db/backlog.ts'
import { putOffNoMore } from '../../db/claims.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { asideIn, takeBack } from '../../db/set-aside.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { FaultToTry } from './model.ts'

/** All that may be tried again in one transaction; of more, the oldest. */
const AT_ONCE = 10_000

/** Which to try again: those named, or all in these districts (null: everywhere) that fit what is asked for. */
export type ToTry =
  | { lane: string; wanted: readonly FaultToTry[] }
  | { lane: string; districts: readonly string[] | null; only?: { step?: FaultToTry['step']; item?: string } }

/**
 * Has what the flow could not do tried again: items that were set aside are taken back, steps that were put off run at once.
 * Returns how many; what is gone meanwhile is not counted.
 */
export async function tryAgain(db: Db, now: Date, actor: Actor, which: ToTry): Promise<number> {
  const { lane } = which
  return db.write(now, async (tx) => {
    const chosen = 'wanted' in which ? which.wanted : await allIn(tx, which)
    let count = 0
    for (const [district, own] of Map.groupBy(chosen, (f) => f.district)) {
      const items = own.flatMap(({ step, item }) => (item === null ? [] : [{ step, item }]))
      const taken = await takeBack(tx, lane, district, items)
      const whole = own.filter((f) => f.item === null).map((f) => f.step)
      for (const step of whole) await putOffNoMore(tx, { lane, district, step })
      for (const step of new Set([...taken, ...whole])) await ask(tx, lane, district, step, now)
      const done = taken.length + whole.length
      if (done === 0) continue
      count += done
      await audit(tx, now, actor, { district, lane, act: 'fault.again', detail: { count: done } })
    }
    return count
  })
}

async function allIn(tx: Tx, which: Exclude<ToTry, { wanted: unknown }>): Promise<FaultToTry[]> {
  const { lane, districts, only = {} } = which
  const failing = await failingSteps(tx, lane, districts, AT_ONCE)
  const all = [
    ...failing.map(({ district, step }) => ({ district, step, item: null })),
    ...(await asideIn(tx, lane, districts, AT_ONCE)),
  ]
  return all.filter((f) => f.step === (only.step ?? f.step) && f.item === (only.item ?? f.item))
}
