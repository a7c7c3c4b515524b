import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runTrial, type TrialDone } from '../../src/apps/trial/run.ts'
import { openDb } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import type { Board } from '../../src/domain/board/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { cap } from '../harness/cap-message.ts'

/**
 * A town of two by two kilometres, made up: four neighbourhoods, each with nine houses, a river through the southern two,
 * and 19,200 people. Neighbourhood 01 is warned; there are no gauges.
 */
const [WEST, SOUTH, SIDE] = [106.8, -6.2, 0.01]
const CELLS = 8

function layTown(folder: string): void {
  const json = (name: string, all: [object, object][]) => {
    const features = all.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
    writeFileSync(join(folder, name), JSON.stringify({ type: 'FeatureCollection', features }))
  }
  const square = (west: number, south: number, side: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
      ],
    ],
  })
  const corners = [0, 1, 2, 3].map((n) => [WEST + (n % 2) * SIDE, SOUTH + Math.floor(n / 2) * SIDE] as const)
  const names = (n: number) => ({ KAB_NAME: 'TOWN', KEC_NAME: 'EAST', KEL_NAME: 'SHORE', RW: `RW 0${n + 1}` })
  json(
    'rw.geojson',
    corners.map(([w, s], n) => [{ ...names(n), FLOODPRONE: n === 1 ? 'YES' : 'NO' }, square(w, s, SIDE)]),
  )
  const at = (i: number) => 0.002 + i * 0.003
  json(
    'buildings.geojson',
    corners.flatMap(([w, s]) =>
      [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [{}, square(w + at(x), s + at(y), 0.0002)])),
    ) as [object, object][],
  )
  const river = [
    [WEST, SOUTH + 0.001],
    [WEST + 2 * SIDE, SOUTH + 0.001],
  ]
  json('waterways.geojson', [[{ name: 'Kali Baru' }, { type: 'LineString', coordinates: river }]])
  const cell = (2 * SIDE) / CELLS
  const head = [
    'ncols 8',
    'nrows 8',
    `xllcorner ${WEST}`,
    `yllcorner ${SOUTH}`,
    `cellsize ${cell}`,
    'NODATA_value -9999',
  ]
  const grid = Array.from({ length: CELLS }, () => Array(CELLS).fill(300).join(' '))
  writeFileSync(join(folder, 'population.asc'), [...head, ...grid].join('\n'))
  const inset = [SOUTH + 0.0005, WEST + 0.0005, SOUTH + SIDE - 0.0005, WEST + SIDE - 0.0005] as const
  const [s, w, n, e] = inset
  const polygon = `<areaDesc>RW 01</areaDesc><polygon>${s},${w} ${s},${e} ${n},${e} ${n},${w} ${s},${w}</polygon>`
  writeFileSync(
    join(folder, 'warning.cap.xml'),
    cap({ sent: '2025-02-20T08:00:00+07:00', severity: 'Minor', area: polygon }),
  )
}

describe('a trial on a folder of files', () => {
  let home = ''
  let kept = ''
  let done: TrialDone
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-trial-story-'))
    kept = join(home, 'kept')
    layTown(home)
    done = await runTrial(home, { keep: kept })
  }, 300_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** What the register that was left shows, opened anew. */
  async function boardOf(at: string): Promise<Board> {
    const db = await openDb({ folder: kept })
    try {
      const now = new Date('2025-06-01T00:00:00Z')
      return await db.read((tx) => readBoard(tx, CONSOLE, now, { tree: 'area', node: 'ID31', at: new Date(at) }))
    } finally {
      await db.close()
    }
  }

  test('says what it read, what was not there, and what came of the warning', () => {
    expect(done.imports.map((i) => [i.what, i.new])).toEqual([
      ['areas', 8],
      ['places', 36],
      ['places', expect.any(Number)],
      ['units', expect.any(Number)],
      ['people', 128],
    ])
    expect(done.notes).toEqual(expect.arrayContaining(['gauges.csv is not there.', 'flood_depth.asc is not there.']))
    expect(done.report).toMatchObject({ warned: 1, uncovered_after: 0, unplaced: 0 })
    expect(done.report.required).toBeGreaterThan(9)
    expect(done.report.arrived).toBeGreaterThan(0)
    expect(done.report.acknowledged).toBeLessThanOrEqual(done.report.called)
  })

  test('leaves its register, to be opened and looked at as of any moment of it', async () => {
    expect(done.kept).toBe(kept)
    expect(readdirSync(kept)).toEqual(['postgres'])
    const during = await boardOf('2025-02-20T10:00:00+07:00')
    expect(during.total.required).toBe(done.report.required)
    expect(during.campaigns).toMatchObject([{ playbook: 'flood', level: 'IV' }])
    expect((await boardOf('2025-02-21T00:00:00+07:00')).total.required).toBe(0)
  })

  test('begins with an empty register, and touches no other', async () => {
    await expect(runTrial(home, { keep: kept })).rejects.toMatchObject({ code: 'TRIAL_FOLDER_USED' })
  })

  test('needs its neighbourhoods, and leaves nothing where they are missing', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'muster-trial-story-'))
    const missing = runTrial(empty, { keep: join(empty, 'kept') })
    await expect(missing).rejects.toMatchObject({ code: 'FILE_MISSING', details: { path: join(empty, 'rw.geojson') } })
    expect(existsSync(join(empty, 'kept'))).toBe(false)
    rmSync(empty, { recursive: true })
  })
})
