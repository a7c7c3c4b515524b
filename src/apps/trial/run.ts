import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR, type MovableClock, movableClock } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { type Db, openDb } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { learnAllSizes } from '../../db/statistics.ts'
import { ACTUAL, type Actor } from '../../domain/audit/model.ts'
import { applyImport, type ImportReport } from '../../domain/imports/actions.ts'
import { areasBelow } from '../../domain/places/store.ts'
import { leastCost } from '../../domain/planner/least-cost.ts'
import { takeWarnings } from '../../domain/warnings/actions.ts'
import { GAUGE_RULES, type GaugeRules } from '../../domain/warnings/believe.ts'
import type { Crossing } from '../../domain/warnings/crossings.ts'
import { saveGauges } from '../../domain/warnings/gauge-store.ts'
import type { Reading } from '../../domain/warnings/gauges.ts'
import { severities } from '../../domain/warnings/level-severity.ts'
import { readCap } from '../../domain/warnings/read-cap.ts'
import { takeReadings } from '../../domain/warnings/take-readings.ts'
import { makeMembers, type Neighbourhood } from '../demo/jakarta-members.ts'
import { ownersOf } from '../demo/neighbourhood-grid.ts'
import { organisationJobs } from '../demo/rows.ts'
import { loadPlaybooks } from '../open.ts'
import { playedPhones } from '../replay/phones.ts'
import { type Happening, replay } from '../replay/replay.ts'
import { type ReplayFault, type ReplayReport, reportOf } from '../replay/report.ts'
import { DISTRICT, readTrial, type TrialFiles, trialFolder } from './files.ts'

export interface TrialOptions {
  seed?: number | undefined
  /** Leaves the register loaded, in this folder or in one of its own under data/. */
  keep?: string | true | undefined
  onProgress?: ((text: string) => void) | undefined
}

export interface TrialDone {
  report: ReplayReport
  /** What each file came to. */
  imports: Pick<ImportReport, 'what' | 'read' | 'new'>[]
  /** Why rows could not be placed, and how many for each reason. */
  unplacedBy: Record<string, number>
  crossings: { station: string; at: Date; level: string | null; cm: number }[]
  notes: string[]
  kept: string | null
}

const PLAYER: Actor = { kind: 'console', id: 'trial' }
/** One member for so many people of the population grid. */
const PEOPLE_A_MEMBER = 150
/** The flood of which the gauges tell, in local days, and how long the first warning is played before it is lifted. */
const FLOOD = { from: new Date('2025-03-02T00:00:00+07:00'), to: new Date('2025-03-06T00:00:00+07:00') }
const FIRST_MS = 6 * HOUR
/** How these three waters move: the weir and the steep river by 40 cm an hour; a wave's hours from one to the next. */
const RULES: Record<string, GaugeRules> = {
  Katulampa: { ...GAUGE_RULES, jumpCm: 40 },
  Depok: { ...GAUGE_RULES, jumpCm: 40, upstream: { station: 'Katulampa', fromMs: 2 * HOUR, toMs: 6 * HOUR, gain: 2 } },
  Manggarai: { ...GAUGE_RULES, upstream: { station: 'Depok', fromMs: 3 * HOUR, toMs: 12 * HOUR, gain: 2 } },
}

/**
 * The whole job on real files, in a register of its own: the files are imported, members made from the population grid,
 * the real warning played, then the gauges' flood. It uses the same actions as real life, with phones and field played.
 */
export async function runTrial(folder: string, options: TrialOptions = {}): Promise<TrialDone> {
  const began = Date.now()
  const files = await readTrial(folder)
  const kept = options.keep === undefined ? null : options.keep === true ? trialFolder(folder) : options.keep
  const home = kept ?? mkdtempSync(join(tmpdir(), 'muster-trial-'))
  const tell = options.onProgress ?? (() => {})
  const db = await openDb({ folder: home, onProgress: tell })
  try {
    const first = files.warning === null ? null : (readCap(files.warning).warnings[0] ?? null)
    const clock = movableClock(first?.sent ?? FLOOD.from)
    await migrate(db, clock.now(), { onProgress: tell })
    if ((await db.read((tx) => areasBelow(tx, null))).length > 0)
      throw new MusterError('TRIAL_FOLDER_USED', { folder: home })
    await loadPlaybooks(db, clock.now())
    const { imports, notes } = await load(db, clock.now(), files, options.seed ?? 1, tell)
    const { crossings, faults } = await play(db, clock, files, options.seed ?? 1, first !== null, tell)
    const refused = imports.flatMap((r) => r.unplaced.map((p) => `${r.what}: ${p.code}`))
    await learnAllSizes(db, clock.now())
    const report = await db.read((tx) =>
      reportOf(tx, ACTUAL, clock.now(), { unplaced: refused.length, seconds: (Date.now() - began) / 1000, faults }),
    )
    return {
      report,
      kept,
      notes: [...files.notes, ...notes],
      imports: imports.map(({ what, read, new: added }) => ({ what, read, new: added })),
      unplacedBy: Object.fromEntries([...Map.groupBy(refused, (r) => r)].map(([why, all]) => [why, all.length])),
      crossings: crossings.map((c) => ({ station: c.station, at: c.at, level: c.level, cm: c.reading.cm })),
    }
  } finally {
    await db.close()
    if (kept === null) rmSync(home, { recursive: true, force: true })
  }
}

/** Files and made members into the register; gauges warn the neighbourhoods that are flagged or lie under the modelled water. */
async function load(
  db: Db,
  now: Date,
  files: TrialFiles,
  seed: number,
  tell: (text: string) => void,
): Promise<{ imports: ImportReport[]; notes: string[] }> {
  const notes: string[] = []
  const imports = await applyImport(db, now, PLAYER, files.jobs, tell)
  const homes = neighbourhoodsOf(files)
  if (files.population) {
    const made = makeMembers({
      grid: files.population,
      neighbourhoods: homes,
      top: { code: DISTRICT, name: 'Jakarta' },
      perPeople: PEOPLE_A_MEMBER,
      seed,
    })
    if (made.note) notes.push(made.note)
    notes.push(
      `${made.members.length} members were made, one for ${PEOPLE_A_MEMBER} people; ${Math.round(made.outside)} people live near no neighbourhood.`,
    )
    imports.push(...(await applyImport(db, now, PLAYER, organisationJobs(made, 'made members', DISTRICT), tell)))
  }
  const warned = lowLying(files, homes)
  notes.push(`${warned.length} of ${homes.length} neighbourhoods are flagged flood-prone or wet in the modelled flood.`)
  await db.write(now, (tx) =>
    saveGauges(
      tx,
      DISTRICT,
      files.stations.map((s) => ({ ...s, code: s.name, rules: RULES[s.name] ?? GAUGE_RULES, warns: warned })),
    ),
  )
  await learnAllSizes(db, now)
  return { imports, notes }
}

function neighbourhoodsOf(files: TrialFiles): (Neighbourhood & { flagged: boolean })[] {
  const names = new Map(files.areas.map((a) => [a.code, a.name]))
  return files.areas.flatMap((a) =>
    a.kind === 'rw' && a.geometry && a.parent
      ? [
          {
            code: a.code,
            name: a.name,
            village: { code: a.parent, name: names.get(a.parent) ?? a.parent },
            geometry: a.geometry,
            flagged: a.props.floodprone === true,
          },
        ]
      : [],
  )
}

function lowLying(files: TrialFiles, homes: (Neighbourhood & { flagged: boolean })[]): string[] {
  const wet = new Set<number>()
  if (files.depth) {
    const { values } = files.depth
    ownersOf(
      files.depth,
      homes.map((h) => h.geometry),
    ).forEach((owner, cell) => {
      if (owner >= 0 && (values[cell] ?? 0) > 0) wet.add(owner)
    })
  }
  return homes.filter((h, i) => h.flagged || wet.has(i)).map((h) => h.code)
}

/** The warning first, lifted after some hours since it names no end; then the flood that the gauges tell of. */
async function play(
  db: Db,
  clock: MovableClock,
  files: TrialFiles,
  seed: number,
  hasWarning: boolean,
  tell: (text: string) => void,
): Promise<{ crossings: Crossing[]; faults: ReplayFault[] }> {
  const phones = playedPhones('phone', seed, () => clock.now())
  const base = {
    db,
    clock,
    phones,
    seed,
    lane: ACTUAL,
    gear: { planner: leastCost, channels: new Map([['phone', phones.channel]]) },
    districts: async () => [DISTRICT],
    onMoment: (now: Date, what: string | null) => {
      if (what !== null) tell(`${now.toISOString()} ${what}`)
    },
  }
  const faults: ReplayFault[] = []
  if (hasWarning) {
    const from = clock.now()
    const until = new Date(from.getTime() + FIRST_MS)
    faults.push(
      ...(await replay({
        ...base,
        until: new Date(until.getTime() + HOUR),
        script: [warningAt(db, files, from), liftAt(db, files, until)],
      })),
    )
  }
  const crossings: Crossing[] = []
  if (files.readings.length === 0) return { crossings, faults }
  clock.moveTo(FLOOD.from)
  const severity = await severities(db)
  const inFlood = files.readings.filter((r) => r.at >= new Date(FLOOD.from.getTime() - 24 * HOUR) && r.at <= FLOOD.to)
  const script = [...Map.groupBy(inFlood, (r) => Math.max(r.at.getTime(), FLOOD.from.getTime()))].map(
    ([at, own]: [number, Reading[]]): Happening => ({
      at: new Date(at),
      what: `gauges: ${own
        .slice(-3)
        .map((r) => `${r.station} ${r.cm} cm`)
        .join(', ')}`,
      act: async (now) => {
        crossings.push(...(await takeReadings(db, now, PLAYER, DISTRICT, ACTUAL, own, severity)).crossings)
      },
    }),
  )
  faults.push(...(await replay({ ...base, until: FLOOD.to, script })))
  return { crossings, faults }
}

function warningAt(db: Db, files: TrialFiles, at: Date): Happening {
  return {
    at,
    what: 'the warning comes in',
    act: async (now) => {
      const raw = files.warning ?? ''
      await takeWarnings(db, now, PLAYER, {
        lane: ACTUAL,
        source: 'warning.cap.xml',
        warnings: readCap(raw).warnings,
        raw,
      })
    },
  }
}

function liftAt(db: Db, files: TrialFiles, at: Date): Happening {
  return {
    at,
    what: 'the warning is lifted by the trial',
    act: async (now) => {
      const raw = files.warning ?? ''
      const lifts = readCap(raw).warnings.map(({ sender, identifier, sent, ...w }) => ({
        ...w,
        sender,
        identifier: `${identifier}.lifted`,
        sent: now,
        msgType: 'Cancel' as const,
        references: [{ sender, identifier, sent }],
        infos: [],
      }))
      await takeWarnings(db, now, PLAYER, { lane: ACTUAL, source: 'trial', warnings: lifts, raw })
    },
  }
}
