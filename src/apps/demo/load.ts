import type { Clock } from '../../base/clock.ts'
import { distanceM } from '../../base/geometry.ts'
import type { Db } from '../../db/connect.ts'
import { learnAllSizes } from '../../db/statistics.ts'
import type { Actor } from '../../domain/audit/model.ts'
import { applyImport } from '../../domain/imports/actions.ts'
import { areaByCode, countPlaces } from '../../domain/places/store.ts'
import { GAUGE_RULES } from '../../domain/warnings/believe.ts'
import { type Gauge, saveGauges } from '../../domain/warnings/gauge-store.ts'
import { makeCounty } from './county.ts'
import type { County } from './model.ts'
import { countyJobs, householdJob } from './rows.ts'

export const DEMO_DISTRICT = '361128'
/** What the demo county has in full. */
export const DEMO = { seed: 2020, households: 300_000, members: 30_000, damKm: 250 }
/** Households written in one transaction. */
const PART = 20_000

/** A gauge speaks for the villages within so many metres. */
const GAUGE_REACH_M = 4_000

const LOADER: Actor = { kind: 'import', id: 'demo' }

/** The demo county as it is made: always the same one. */
export function demoCounty(): County {
  return makeCounty(DEMO)
}

export interface DemoLoaded {
  households: number
  members: number
  of: number
}

/**
 * Loads the demo county: the county itself in one transaction, then its households in parts, as many as `households`
 * asks for or until `untilMs` of the wall have passed since `began`; what is there already is passed over, so that
 * calling it again goes on where it stopped.
 */
export async function loadDemo(
  db: Db,
  clock: Clock,
  onProgress: (text: string) => void,
  limit: { households?: number; untilMs?: number } = {},
): Promise<DemoLoaded> {
  const began = Date.now()
  const county = demoCounty()
  const known = await db.read(async (tx) =>
    (await areaByCode(tx, DEMO_DISTRICT)) ? countPlaces(tx, DEMO_DISTRICT) : null,
  )
  if (known === null) {
    onProgress('the county: areas, organisation, people, dams')
    await applyImport(db, clock.now(), LOADER, countyJobs(county), onProgress)
    await db.write(clock.now(), (tx) => saveGauges(tx, DEMO_DISTRICT, gaugesOf(county)))
  }
  const wanted = Math.min(limit.households ?? DEMO.households, DEMO.households)
  let there = known?.find((k) => k.kind === 'household')?.n ?? 0
  while (there < wanted && Date.now() - began < (limit.untilMs ?? Number.POSITIVE_INFINITY)) {
    const to = Math.min(there + PART, wanted)
    await applyImport(db, clock.now(), LOADER, [householdJob(county, there, to)])
    there = to
    onProgress(`households: ${there.toLocaleString('en')} of ${wanted.toLocaleString('en')}`)
  }
  await learnAllSizes(db, clock.now())
  return { households: there, members: county.members.length, of: DEMO.households }
}

/** The county's gauges; each warns the villages round it. */
function gaugesOf(county: County): Gauge[] {
  return county.stations.map((s) => ({
    code: s.code,
    name: s.name,
    position: s.position,
    thresholds: s.thresholds,
    rules: GAUGE_RULES,
    warns: county.villages.filter((v) => distanceM(v.position, s.position) < GAUGE_REACH_M).map((v) => v.code),
  }))
}
