import { MusterError } from '../../base/errors.ts'
import { isZone } from '../../base/zones.ts'
import { ask } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { areaByCode, recode, setZone, zoneOf } from './store.ts'

/**
 * Says by which zone the clocks of an area are read, and those of all below it that name none themselves; null takes that back.
 * Shifts of its district are counted anew. AREA_UNKNOWN, ZONE_UNKNOWN. Returns the zone that holds there now.
 */
export async function nameZone(
  db: Db,
  now: Date,
  actor: Actor,
  area: string,
  zone: string | null,
): Promise<string | null> {
  if (zone !== null && !isZone(zone)) throw new MusterError('ZONE_UNKNOWN', { zone })
  return db.write(now, async (tx) => {
    const known = await areaByCode(tx, area)
    if (!known) throw new MusterError('AREA_UNKNOWN', { code: area })
    const before = await zoneOf(tx, area)
    await setZone(tx, area, zone)
    await ask(tx, ACTUAL, known.district, 'require', now)
    await audit(tx, now, actor, {
      district: known.district,
      act: 'area.zone',
      subject: area,
      detail: { zone, before },
    })
    return zoneOf(tx, area)
  })
}

/** Says which areas took another's place when it was recoded or divided, beside those that did already. AREA_UNKNOWN. */
export async function nameSuccessors(
  db: Db,
  now: Date,
  actor: Actor,
  area: string,
  successors: readonly string[],
): Promise<string[]> {
  return db.write(now, async (tx) => {
    const known = await areaByCode(tx, area)
    if (!known) throw new MusterError('AREA_UNKNOWN', { code: area })
    for (const each of successors)
      if (!(await areaByCode(tx, each))) throw new MusterError('AREA_UNKNOWN', { code: each })
    const all = await recode(
      tx,
      area,
      successors.filter((each) => each !== area),
    )
    await audit(tx, now, actor, {
      district: known.district,
      act: 'area.successor',
      subject: area,
      detail: { successors: all },
    })
    return all
  })
}
