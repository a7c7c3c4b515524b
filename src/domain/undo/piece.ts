import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../audit/changes.ts'
import { ENGINE } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endCallouts } from '../callouts/ending.ts'
import { callAll } from '../playbooks/store.ts'
import { callNextBack } from './call-again.ts'
import { endNextGiven } from './end-given.ts'
import { giveAsideAgain, giveNextAgain } from './give-again.ts'
import type { ActUndoing } from './model.ts'
import { saveUndoing } from './store.ts'

const BEGINNING = '00000000-0000-0000-0000-000000000000'

/** Duties that could not be given again because of what they hold, each with why. */
export type FailedDuties = { item: string; error: unknown }[]

/** Undoes the next piece of an act, in the transaction that keeps how far it is; what fails for itself is returned. */
export async function undoPiece(tx: Tx, now: Date, undoing: ActUndoing): Promise<FailedDuties> {
  if (undoing.stage === 'duties' && undoing.kind === 'plan') {
    const { ended, upTo } = await endNextGiven(tx, now, undoing)
    const restored = undoing.restored + ended
    if (upTo !== null) await keep(tx, { ...undoing, upTo, restored })
    else await finish(tx, now, { ...undoing, restored, lost: Math.max(0, undoing.total - restored) })
    return []
  }
  if (undoing.stage === 'duties') {
    const piece = await giveNextAgain(tx, now, undoing)
    await keep(tx, {
      ...undoing,
      ...(piece.upTo === null ? { stage: 'calls' as const, upTo: BEGINNING } : { upTo: piece.upTo }),
      restored: undoing.restored + piece.restored,
      lost: undoing.lost + piece.lost,
      aside: [...undoing.aside, ...piece.failed.map((f) => f.item)],
    })
    return piece.failed
  }
  const { restored, lost, told, upTo } = await callNextBack(tx, now, undoing)
  const further = {
    ...undoing,
    restored: undoing.restored + restored,
    lost: undoing.lost + lost,
    told: undoing.told + told,
  }
  if (upTo !== null) await keep(tx, { ...further, upTo: upTo.callout, upToPerson: upTo.person })
  else await finish(tx, now, further)
  return []
}

/** Tries duties again that were set aside and that somebody has taken back; those that fail once more are returned. */
export async function undoAside(tx: Tx, now: Date, undoing: ActUndoing, duties: string[]): Promise<FailedDuties> {
  const { restored, lost, failed } = await giveAsideAgain(tx, now, undoing, duties)
  const still = new Set(failed.map((f) => f.item))
  await keep(tx, {
    ...undoing,
    restored: undoing.restored + restored,
    lost: undoing.lost + lost,
    aside: undoing.aside.filter((id) => !duties.includes(id) || still.has(id)),
  })
  return failed
}

async function keep(tx: Tx, undoing: ActUndoing): Promise<void> {
  await saveUndoing(tx, undoing)
  // Whoever looks at the tray sees how far it is.
  await noteChange(tx, undoing.lane, [undoing.district], 'duties')
}

const NOUN = { plan: 'proposal', callout: 'callout', warning: 'warning' } as const

/** All is as it was, as far as it can be: what waited for it goes on. */
async function finish(tx: Tx, now: Date, undoing: ActUndoing): Promise<void> {
  const { district, lane, kind, campaign, act, subject, restored, lost, told } = undoing
  await keep(tx, { ...undoing, stage: 'done', endedAt: now })
  await endCallouts(tx, now, ENGINE, district, tx`campaign = ${campaign}`)
  const detail = { undoes: act, restored, lost, told }
  await audit(tx, now, ENGINE, { district, lane, act: `${NOUN[kind]}.undone`, subject, detail })
  await callAll(tx, { district, id: campaign })
  for (const step of ['require', 'plan', 'call'] as const) await ask(tx, lane, district, step, now)
}
