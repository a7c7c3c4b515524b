import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { setAside } from '../../db/set-aside.ts'
import { learnSizes } from '../../db/statistics.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { claimDue, type DueSummons, nextClimb } from '../../domain/callouts/climb-store.ts'
import { endCallouts } from '../../domain/callouts/ending.ts'
import { moveOn } from '../../domain/callouts/move-on.ts'
import { standDownBare } from '../../domain/gaps/after-ended.ts'
import { lastingAmong } from '../../domain/gaps/still-asked.ts'
import type { Step } from '../step.ts'

/** Summonses moved on in one transaction: large enough to be set work, small enough that a crash repeats little. */
const BATCH = 5_000

/**
 * Ladders that are due: call, redial, deputy, superior, each by the ladder of its own call-out. Who cannot be reached is passed
 * over at once; a summons that cannot be moved on is set aside, and the others go on. Who holds nothing any more is stood down.
 */
export const climbStep: Step = {
  name: 'climb',
  async run(tx, { lane, district, now }, gear) {
    const due = await claimDue(tx, district, lane, now, BATCH)
    if (due.length > 0) {
      await learnSizes(tx, ['place', 'duty', 'summons'])
      const contactOf = (channel: string) => gear.channels.get(channel)?.contact
      const over = await runOut(tx, now, district, due)
      await standDownBare(tx, now, ENGINE, { district, lane }, [...over])
      const failed = await moveOn(
        tx,
        { now, district, lane, contactOf },
        due.filter((s) => !over.has(s)),
      )
      await setAside(tx, now, { lane, step: 'climb' }, failed)
      await ask(tx, lane, district, 'send', now)
      await noteChange(tx, lane, [district], 'callouts')
    }
    await endCallouts(tx, now, ENGINE, district, tx`lane = ${lane}`)
    return { next: due.length === BATCH ? now : await nextClimb(tx, district, lane) }
  },
}

/**
 * Those whose duties have all run out meanwhile, as shifts do while an engine stands still: nobody is called for what is over.
 */
async function runOut(tx: Tx, now: Date, district: string, due: readonly DueSummons[]): Promise<Set<DueSummons>> {
  const asked = due.filter((s) => s.askedAs === 'holder' && s.doors + s.absent === 0)
  const lasting = await lastingAmong(tx, now, district, [...new Set(asked.flatMap((s) => s.duties))])
  return new Set(asked.filter((s) => !s.duties.some((id) => lasting.has(id))))
}
