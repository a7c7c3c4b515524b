import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceM, lengthM, type Position } from '../../src/base/geometry.ts'
import { chainLines } from '../../src/domain/imports/chain-lines.ts'
import { cutLine } from '../../src/domain/imports/cut-line.ts'
import { readSections } from '../../src/domain/imports/read-sections.ts'
import { readTable } from '../../src/domain/imports/table.ts'

/** Positions `m` metres east of a point on the lake, along a parallel. */
const east = (...metres: number[]): Position[] => metres.map((m) => [116.7 + m / distanceM([116, 29], [117, 29]), 29])

const features = (...all: [Record<string, unknown>, object | null][]) => {
  const list = all.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
  const text = JSON.stringify({ type: 'FeatureCollection', features: list })
  return readTable(new TextEncoder().encode(text), { name: 'dams.geojson' })
}
const line = (...metres: number[]) => ({ type: 'LineString', coordinates: east(...metres) })

describe('cutting a line into sections', () => {
  /** A wandering line: steps of up to 2 km, some of no length. */
  const wandering = fc
    .array(
      fc.tuple(fc.double({ min: -0.02, max: 0.02, noNaN: true }), fc.double({ min: -0.02, max: 0.02, noNaN: true })),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .map((steps) => {
      const path: Position[] = [[116.7, 29]]
      for (const [dx, dy] of steps) path.push([(path.at(-1) as Position)[0] + dx, (path.at(-1) as Position)[1] + dy])
      return path
    })

  it('leaves nothing out, adds nothing and keeps sections near their length', () => {
    fc.assert(
      fc.property(wandering, fc.integer({ min: 50, max: 5000 }), (path, sectionM) => {
        const total = lengthM(path)
        const pieces = cutLine(path, sectionM)
        expect(pieces.length > 0).toBe(total > 0)
        if (total === 0) return
        expect(pieces[0]?.fromM).toBe(0)
        expect(pieces.at(-1)?.toM).toBeCloseTo(total, 6)
        expect(pieces[0]?.line[0]).toEqual(path[0])
        for (const [i, piece] of pieces.entries()) {
          const next = pieces[i + 1]
          expect(piece.line.length).toBeGreaterThanOrEqual(2)
          expect(lengthM(piece.line)).toBeCloseTo(piece.toM - piece.fromM, 1)
          if (next) {
            expect(next.fromM).toBe(piece.toM)
            expect(next.line[0]).toEqual(piece.line.at(-1))
          }
          if (pieces.length > 1) {
            expect(piece.toM - piece.fromM).toBeGreaterThanOrEqual(0.4 * sectionM - 1e-6)
            expect(piece.toM - piece.fromM).toBeLessThan(1.4 * sectionM + 1e-6)
          }
        }
        const bends = pieces.flatMap((piece, i) => (i === 0 ? piece.line : piece.line.slice(1)))
        for (const at of path) expect(bends.some((bend) => distanceM(bend, at) < 1e-3)).toBe(true)
      }),
    )
  })

  it('joins a short last piece to the one before', () => {
    const lengths = (total: number) => cutLine(east(0, total), 500).map((piece) => Math.round(piece.toM - piece.fromM))
    expect(lengths(1500)).toEqual([500, 500, 500])
    expect(lengths(1199)).toEqual([500, 699])
    expect(lengths(1201)).toEqual([500, 500, 201])
    expect(lengths(90)).toEqual([90])
  })

  it('has nothing to cut where there is no length', () => {
    expect(cutLine([], 500)).toEqual([])
    expect(cutLine(east(0), 500)).toEqual([])
    expect(cutLine(east(7, 7, 7), 500)).toEqual([])
    expect(cutLine(east(0, 100), 0)).toEqual([])
  })
})

describe('parts of one line', () => {
  it('are joined where their ends meet, whichever way they were drawn', () => {
    const parts = [east(100, 200), east(300, 201), east(100, 0), east(303, 400)]
    const chains = chainLines(parts, 5)
    expect(chains).toHaveLength(1)
    expect(chains[0]).toEqual([...east(0, 100), ...east(100, 200), ...east(201, 300), ...east(303, 400)])
  })

  it('stay apart where they do not', () => {
    expect(chainLines([east(0, 100), east(120, 200)], 5)).toHaveLength(2)
  })
})

describe('sections out of a file', () => {
  it('have chainage, a label and a reference to their line', async () => {
    const table = await features([{ name: 'Rao dyke', grade: '2' }, line(0, 700, 1100)])
    const props = { grade: { column: 'grade', as: 'number' as const } }
    const { rows } = readSections(table, { kind: 'dam-section', sectionM: 500, mapping: { columns: {}, props } })
    expect(rows.map((row) => [row.code, row.name, row.section?.line])).toEqual([
      ['RAO-DYKE/K0+000', 'Rao dyke K0+000–K0+500', 'RAO-DYKE'],
      ['RAO-DYKE/K0+500', 'Rao dyke K0+500–K1+100', 'RAO-DYKE'],
    ])
    expect(rows[1]).toMatchObject({ line: 1, kind: 'dam-section', props: { grade: 2 }, section: { fromM: 500 } })
    expect(rows[1]?.geometry).toMatchObject({ type: 'LineString', coordinates: { length: 3 } })
  })

  it('begin anew for parts that do not meet and for a second line of one name', async () => {
    const apart = { type: 'MultiLineString', coordinates: [east(0, 400), east(900, 1200)] }
    const met = { type: 'MultiLineString', coordinates: [east(0, 400), east(401, 800)] }
    const table = await features(
      [{ name: 'Kali Sunter' }, apart],
      [{ name: 'Kali Sunter' }, line(0, 90)],
      [{ name: 'X' }, met],
    )
    const { rows, notes } = readSections(table, { kind: 'reach', sectionM: 1000 })
    expect(rows.map((row) => [row.code, row.name])).toEqual([
      ['KALI-SUNTER/K0+000', 'Kali Sunter K0+000–K0+400'],
      ['KALI-SUNTER-2/K0+000', 'Kali Sunter (2) K0+000–K0+300'],
      ['KALI-SUNTER-3/K0+000', 'Kali Sunter (3) K0+000–K0+090'],
      ['X/K0+000', 'X K0+000–K0+800'],
    ])
    expect(notes).toMatchObject([{ line: 1, code: 'LINE_SPLIT', value: 'Kali Sunter, Kali Sunter (2)' }])
  })

  it('are not made of what is no line, has no length or bears a code already used', async () => {
    const point = { type: 'Point', coordinates: [116.7, 29] }
    const table = await features(
      [{ code: 'D1' }, line(0, 100)],
      [{ code: 'D1' }, line(0, 100)],
      [{ code: 'D2' }, point],
      [{ code: 'D3' }, line(5, 5)],
      [{ code: 'D4' }, null],
    )
    const reading = readSections(table, { kind: 'dam-section', sectionM: 500 })
    expect(reading.rows.map((row) => row.code)).toEqual(['D1/K0+000'])
    expect(reading.problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'DUPLICATE'],
      [3, 'WRONG_SHAPE'],
      [4, 'TOO_SHORT'],
      [5, 'NO_SHAPE'],
    ])
  })
})

const waterways = new URL('../../../shared/data/jakarta/waterways.geojson', import.meta.url)
describe.skipIf(!existsSync(waterways))('the waterways of Jakarta (needs ../shared/data)', () => {
  it('are all cut, and their sections are as long as they', async () => {
    const table = await readTable(readFileSync(waterways), { name: 'waterways.geojson' })
    const { read, rows, problems } = readSections(table, { kind: 'river-section', sectionM: 500 })
    expect([read, problems.length]).toEqual([209, 0])
    expect(new Set(rows.map((row) => row.line)).size).toBe(209)
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length)
    const km = rows.reduce((sum, row) => sum + (row.section ? row.section.toM - row.section.fromM : 0), 0) / 1000
    expect(km).toBeCloseTo(1103.49, 1)
  })
})
