import type { Clock } from '../../base/clock.ts'
import { distanceM } from '../../base/geometry.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { learnAllSizes } from '../../db/statistics.ts'
import type { Actor } from '../../domain/audit/model.ts'
import { applyImport } from '../../domain/imports/actions.ts'
import { countPlaces } from '../../domain/places/store.ts'
import { GAUGE_RULES } from '../../domain/warnings/believe.ts'
import { type Gauge, gaugesOf as readGauges, saveGauges } from '../../domain/warnings/gauge-store.ts'
import { makeCounty, makeWaters } from './county.ts'
import type { County, CountyWaters } from './model.ts'
import { countyJobs, householdJob } from './rows.ts'

export const DEMO_DISTRICT = '361128'
/** What the demo county has in full. */
export const DEMO = { seed: 2020, households: 300_000, members: 30_000, damKm: 250 }
/**
 * Households written in one transaction. Of 20,000 the insert alone took over 2 s on a slow machine, in which nobody else
 * got an answer of the embedded engine.
 */
const PART = 5_000

/** A gauge speaks for the villages within so many metres. */
const GAUGE_REACH_M = 4_000

const LOADER: Actor = { kind: 'import', id: 'demo' }

/** The demo county as it is made: always the same one. */
export function demoCounty(): County {
  return makeCounty(DEMO)
}

/** Its dams, polders and gauges alone. */
export function demoWaters(): CountyWaters {
  return makeWaters(DEMO)
}

export interface DemoLoaded {
  households: number
  members: number
  of: number
}

/** Whether the register is the demo's: its gauges tell it from a real register of the same county. */
export async function isDemo(tx: Tx): Promise<boolean> {
  return (await readGauges(tx, DEMO_DISTRICT)).length > 0
}

/**
 * Loads the demo county: the county itself, then its households, all of them or as many as `households` says. What is there
 * already is passed over, so that calling it again goes on where it stopped.
 */
export async function loadDemo(
  db: Db,
  clock: Clock,
  onProgress: (text: string) => void,
  limit: { households?: number } = {},
): Promise<DemoLoaded> {
  const county = demoCounty()
  await loadCounty(db, clock, county, onProgress)
  const wanted = Math.min(limit.households ?? DEMO.households, DEMO.households)
  let households = await householdsThere(db)
  while (households < wanted) {
    households = await loadHouseholds(db, clock, county, households, wanted)
    onProgress(`households: ${households.toLocaleString('en')} of ${wanted.toLocaleString('en')}`)
  }
  await learnAllSizes(db, clock.now())
  return { households, members: county.members.length, of: DEMO.households }
}

/** Loads all of the county but its households, in one transaction; nothing where it is there already. */
export async function loadCounty(
  db: Db,
  clock: Clock,
  county: County,
  onProgress: (text: string) => void,
): Promise<void> {
  if (await db.read((tx) => isDemo(tx))) return
  onProgress('the county: areas, organisation, people, dams')
  await applyImport(db, clock.now(), LOADER, countyJobs(county), onProgress)
  await db.write(clock.now(), (tx) => saveGauges(tx, DEMO_DISTRICT, gaugesOf(county)))
}

/** How many of the demo's households the register has. */
export async function householdsThere(db: Db): Promise<number> {
  const counts = await db.read((tx) => countPlaces(tx, DEMO_DISTRICT))
  return counts.find((count) => count.kind === 'household')?.n ?? 0
}

/** Loads the next part of the households from the one numbered `from`, and returns how many are there then. */
export async function loadHouseholds(
  db: Db,
  clock: Clock,
  county: County,
  from: number,
  wanted = DEMO.households,
): Promise<number> {
  const to = Math.min(from + PART, wanted)
  await applyImport(db, clock.now(), LOADER, [householdJob(county, from, to)])
  return to
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
