import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeMembers, type Neighbourhood } from '../../src/apps/demo/jakarta-members.ts'
import { insideRings } from '../../src/apps/demo/plane.ts'
import type { Polygon, Position } from '../../src/base/geometry.ts'
import { type Grid, readAsciiGrid } from '../../src/base/grid.ts'

/** Cells of about a kilometre, 3,000 people in each of the first two columns and 75 in the third. */
const GRID = readAsciiGrid(`ncols 4
nrows 2
xllcorner 106.8
yllcorner -6.2
cellsize 0.01
3000 3000 75 9000
3000 3000 75 9000`)

const box = (west: number, east: number): Polygon => {
  const [south, north] = [-6.2, -6.18]
  const ring: Position[] = [[west, south], [east, south], [east, north], [west, north], [west, south]] // biome-ignore format: a box
  return { type: 'Polygon', coordinates: [ring] }
}
const village = { code: 'V', name: 'Grogol' }
const HOMES: Neighbourhood[] = [
  { code: 'RW1', name: 'RW 01', village, geometry: box(106.8, 106.81) },
  { code: 'RW2', name: 'RW 02', village, geometry: box(106.81, 106.82) },
  { code: 'RW3', name: 'RW 03', village, geometry: box(106.82, 106.83) },
]
const made = (grid: Grid, neighbourhoods = HOMES) =>
  makeMembers({ grid, neighbourhoods, top: { code: 'J', name: 'Jakarta' }, perPeople: 150, seed: 3 })

describe('members made from a population grid', () => {
  const { units, members, posts, note } = made(GRID)

  it('are one for 150 people, where the people are, and what is left over counts with the next neighbourhood', () => {
    const living = (code: string) => members.filter((member) => member.area === code)
    // The cells east of the last neighbourhood are near it, and so theirs.
    expect(HOMES.map(({ code }) => living(code).length)).toEqual([40, 40, 121])
    for (const member of members) {
      const home = HOMES.find((n) => n.code === member.area) as Neighbourhood
      expect(insideRings(member.home, home.geometry.coordinates as Position[][])).toBe(true)
    }
    expect(note).toBeNull()
  })

  it('stand in a branch of their neighbourhood or on a committee above it, with a secretary each', () => {
    expect(units.map((u) => [u.code, u.parent])).toEqual([
      ['C-J', null],
      ['C-V', 'C-J'],
      ['B-RW1', 'C-V'],
      ['B-RW2', 'C-V'],
      ['B-RW3', 'C-V'],
    ])
    expect(posts.filter((post) => post.role === 'secretary').map((post) => post.unit)).toEqual(units.map((u) => u.code))
    expect(new Set(members.map((member) => member.code)).size).toBe(members.length)
  })

  it('are the same from the same seed', () => {
    expect(made(GRID)).toEqual({ units, members, posts, note, outside: 0 })
  })

  it('leave out people who live near no neighbourhood, and say how many', () => {
    const far = HOMES.map((n) => ({ ...n, geometry: box(107.2, 107.3) }))
    expect(made(GRID, far)).toMatchObject({ members: [], posts: [], outside: 30_150 })
  })

  it('are not made forty times over from a grid whose coarse counts were copied into finer cells', () => {
    const copied = { ...GRID, values: GRID.values.map((people) => people * 60) }
    const found = made(copied)
    expect(found.note).toMatch(/read as counts of \d by \d cells/)
    expect(found.members.length).toBeLessThan(members.length * 8)
  })
})

const data = new URL('../../../shared/data/jakarta/', import.meta.url)
describe.skipIf(!existsSync(data))("Jakarta's members (needs ../shared/data)", () => {
  it('are about 64,000, one for 150 of its 9.6 million people, each in a neighbourhood', () => {
    const text = (name: string) => readFileSync(new URL(name, data), 'utf8')
    const features: { properties: Record<string, string>; geometry: Polygon }[] = JSON.parse(
      text('rw.geojson'),
    ).features
    const neighbourhoods = features.map(({ properties: p, geometry }, i): Neighbourhood => {
      const kelurahan = { code: `${p.KEC_NAME}/${p.KEL_NAME}`, name: p.KEL_NAME as string }
      return { code: String(i), name: p.RW as string, village: kelurahan, geometry }
    })
    const { members, units, note } = made(readAsciiGrid(text('population.asc')), neighbourhoods)
    expect(members.length).toBeGreaterThan(60_000)
    expect(members.length).toBeLessThan(68_000)
    expect(note).toMatch(/356 ?million|3559\d+ people/)
    expect(units.length).toBeGreaterThan(2_685)
    const astray = members.filter((member) => {
      const { geometry } = neighbourhoods[Number(member.area)] as Neighbourhood
      const parts = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Position[][][]
      return !parts.some((rings) => insideRings(member.home, rings))
    })
    expect(astray).toEqual([])
  })
})
