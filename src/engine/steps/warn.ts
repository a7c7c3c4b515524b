import { DAY } from '../../base/clock.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { ALL } from '../../domain/audit/topics.ts'
import { answers } from '../../domain/playbooks/answers.ts'
import { levelOf } from '../../domain/playbooks/rules-at.ts'
import { endZones, playbooks, putInForce } from '../../domain/playbooks/store.ts'
import { inForce } from '../../domain/warnings/decide.ts'
import { districtsOf, messagesSince, nextExpiry, saveState, warningById } from '../../domain/warnings/store.ts'
import type { Step } from '../step.ts'

/** Messages older than this no longer bear on new ones, unless they are in force. */
const MEMORY_MS = 60 * DAY

/**
 * Which warnings stand now. The set in force follows from the messages alone, whatever order they came in; what entered
 * it becomes a zone of a campaign in each district it touches, what left it ends its zones, the rest is left alone.
 */
export const warnStep: Step = {
  name: 'warn',
  async run(tx, { lane, now }) {
    const since = new Date(now.getTime() - MEMORY_MS)
    const known = await messagesSince(tx, lane, since)
    const bearing = known.filter((m) => m.sent > since || m.state === 'in-force')
    const stand = new Set(inForce(bearing, now).map((m) => m.key))
    const gone = known.filter((m) => m.state === 'in-force' && !stand.has(m.key)).map((m) => m.id)
    const districts = new Set<string>()
    if (gone.length > 0) {
      for (const z of await endZones(tx, now, gone)) districts.add(z.district)
      await saveState(tx, gone, 'over', 'superseded, cancelled or expired')
      await audit(tx, now, ENGINE, { district: EVERYWHERE, lane, act: 'warning.over', detail: { warnings: gone } })
    }
    const received = known.filter((k) => k.state === 'received')
    for (const m of received) {
      if (!stand.has(m.key))
        await saveState(tx, [m.id], 'noted', 'it is not in force: an order, a test, too old, or not a warning')
      else for (const d of await enter(tx, now, lane, m.id)) districts.add(d)
    }
    await askAll(tx, lane, [...districts], 'require', now)
    if (received.length > 0) {
      await ask(tx, lane, EVERYWHERE, 'index', now)
      await noteChange(tx, lane, [ALL, ...districts], 'warnings')
    }
    return { next: await nextExpiry(tx, lane) }
  },
}

/** Puts one warning in force under the playbook that answers its event; returns the districts it touches. */
async function enter(tx: Tx, now: Date, lane: string, id: string): Promise<string[]> {
  const kept = await warningById(tx, id)
  const playbook = kept && (await playbooks(tx)).find((p) => answers(p, kept.warning))
  if (!kept || !playbook) {
    await saveState(tx, [id], 'noted', 'no playbook answers its event')
    return []
  }
  const touched = await districtsOf(tx, id)
  const level = levelOf(playbook, kept.warning.severity ?? 'Unknown')
  await saveState(tx, [id], 'in-force', touched.length > 0 ? null : 'it touches no area that is known here', {
    playbook: playbook.id,
    level,
  })
  if (touched.length > 0)
    await putInForce(tx, now, {
      lane,
      playbook: playbook.id,
      version: playbook.version,
      level,
      warning: id,
      districts: touched,
    })
  await audit(tx, now, ENGINE, {
    district: EVERYWHERE,
    lane,
    act: 'warning.enter',
    subject: id,
    detail: { playbook: playbook.id, level, districts: touched.length },
  })
  return touched
}
