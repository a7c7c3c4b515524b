import { MusterError } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { setAside, takeBack } from '../../db/set-aside.ts'
import { noteChange } from '../audit/changes.ts'
import type { Gauge } from './gauge-store.ts'
import type { Reading } from './gauges.ts'

const STEP = 'warn'

/** What is wrong with a gauge's clock, GAUGE_AHEAD: some of its readings, oldest first, lie ahead of when they came in. */
export function aheadFault(station: string, ahead: readonly Reading[]): MusterError {
  return new MusterError('GAUGE_AHEAD', { station, count: ahead.length, at: ahead[0]?.at.toISOString() ?? '' })
}

/**
 * Shows with the faults which gauges have a wrong clock, for a gauge that is refused looks like one that is quiet. It is taken
 * back when that gauge sends readings of which none lies ahead.
 */
export async function tellClocks(
  tx: Tx,
  now: Date,
  lane: string,
  { heard, ahead }: { heard: readonly Gauge[]; ahead: ReadonlyMap<string, Reading[]> },
): Promise<void> {
  const wrong = heard.flatMap((gauge) => {
    const own = ahead.get(gauge.name)
    return own ? [{ district: EVERYWHERE, item: itemOf(gauge), error: aheadFault(gauge.name, own) }] : []
  })
  await setAside(tx, now, { lane, step: STEP }, wrong)
  const right = heard
    .filter((gauge) => !ahead.has(gauge.name))
    .map((gauge) => ({ step: STEP, item: itemOf(gauge) }) as const)
  const back = await takeBack(tx, lane, EVERYWHERE, right)
  if (back.length > 0) await noteChange(tx, lane, [EVERYWHERE], 'faults')
}

const itemOf = ({ code }: Gauge) => `gauge ${code}`
