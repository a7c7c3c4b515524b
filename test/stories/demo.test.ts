import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeCounty } from '../../src/apps/demo/county.ts'
import { householdCode } from '../../src/apps/demo/households.ts'
import type { Area, County } from '../../src/apps/demo/model.ts'
import { crossesItself, insideRings, type Km, ringArea, toPlane } from '../../src/apps/demo/plane.ts'
import { lengthM, type MultiPolygon, onGlobe, type Position } from '../../src/base/geometry.ts'
import { seeded } from '../../src/base/random.ts'
import { cutLine } from '../../src/domain/imports/cut-line.ts'

const small = { seed: 2020, households: 6_000, members: 5_000, damKm: 250 }
const county = makeCounty(small)
const of = (level: Area['level'], within = '') =>
  county.areas.filter((area) => area.level === level && area.code.startsWith(within))

describe('the demo county', () => {
  it('is the same to the last digit from the same seed, and another from another', () => {
    const once = digest(county)
    expect(digest(makeCounty(small))).toBe(once)
    expect(digest(makeCounty({ ...small, seed: 2021 }))).not.toBe(once)
  })

  it('has the real tree: 32 townships and 578 villages below Poyang, every parent before its children', () => {
    expect(of('township')).toHaveLength(32)
    expect(of('village')).toHaveLength(578)
    const seen = new Set<string | null>([null])
    for (const area of county.areas) {
      expect(seen).toContain(area.parent)
      seen.add(area.code)
    }
    const named = county.areas.find((area) => area.code === '361128109214')
    expect(named).toMatchObject({ name: '双港村村民委员会', nameEn: 'Shuanggang Village', parent: '361128109' })
    expect(county.areas.every((area) => /^[A-Z][A-Za-zü']+( [A-Z][a-z]+)+$/.test(area.nameEn))).toBe(true)
  })

  it('measures about 4,200 km², and each township and the county are exactly the sum of their villages', () => {
    const whole = km2(of('county')[0] as Area)
    expect(whole).toBeGreaterThan(4_000)
    expect(whole).toBeLessThan(4_400)
    expect(sum(of('village').map(km2))).toBeCloseTo(whole, 4)
    for (const township of of('township')) {
      expect(sum(of('village', township.code).map(km2))).toBeCloseTo(km2(township), 4)
    }
  })

  it('is covered by its villages without a gap or an overlap', () => {
    const random = seeded(1)
    const villages = of('village').map((area) => area.polygon as MultiPolygon)
    for (let i = 0; i < 3_000; i++) {
      const at: Position = [116.3 + random() * 0.9, 28.7 + random() * 1.1]
      const inside = within(at, of('county')[0]?.polygon as MultiPolygon) ? 1 : 0
      expect(villages.filter((polygon) => within(at, polygon))).toHaveLength(inside)
    }
    for (const polygon of villages) {
      for (const ring of polygon.coordinates.flat()) expect(crossesItself(ring.slice(1) as Km[])).toBe(false)
    }
  })
})

describe('its waters and dykes', () => {
  it('are 250 km of dam, which 500 m sections cut into about 500', () => {
    const km = sum(county.dams.map((dam) => dam.lengthM)) / 1000
    expect(km).toBeGreaterThan(249)
    expect(km).toBeLessThan(251)
    for (const dam of county.dams) expect(lengthM(dam.line.coordinates)).toBeCloseTo(dam.lengthM, 6)
    const sections = county.dams.flatMap((dam) => cutLine(dam.line.coordinates, 500))
    expect(sections.length).toBeGreaterThan(485)
    expect(sections.length).toBeLessThan(515)
  })

  it('stand on dry land, each before a polder that crosses itself nowhere', () => {
    const land = of('county')[0]?.polygon as MultiPolygon
    expect(county.dams.flatMap((dam) => dam.line.coordinates).filter((at) => !within(at, land))).toEqual([])
    expect(county.polders.map((polder) => polder.dam)).toEqual(county.dams.map((dam) => dam.code))
    for (const { polygon } of county.polders) {
      expect(onGlobe(polygon)).toBe(true)
      expect(crossesItself((polygon.coordinates[0] as Position[]).slice(1) as Km[])).toBe(false)
    }
  })

  it('can be shorter, and then the first dykes are the same', () => {
    const less = makeCounty({ ...small, damKm: 30 })
    expect(sum(less.dams.map((dam) => dam.lengthM))).toBeCloseTo(30_000, -3)
    expect(less.dams[0]).toEqual(county.dams[0])
  })
})

describe('its people', () => {
  it('keep house in their own village, off the rivers, one to seven together', () => {
    const { count, lon, lat, people, village, first } = county.households
    expect(count).toBe(small.households)
    expect(first[county.villages.length]).toBe(count)
    const polygons = county.villages.map(({ code }) => of('village', code)[0]?.polygon as MultiPolygon)
    const astray: string[] = []
    for (let row = 0; row < count; row++) {
      const v = village[row] as number
      const at: Position = [lon[row] as number, lat[row] as number]
      const number = row - (first[v] as number) + 1
      if (!within(at, polygons[v] as MultiPolygon))
        astray.push(householdCode(county.villages[v]?.code as string, number))
      expect(people[row]).toBeGreaterThanOrEqual(1)
      expect(people[row]).toBeLessThanOrEqual(7)
    }
    expect(astray).toEqual([])
    expect(householdCode('361128100201', 1)).toBe('361128100201-0001')
  })

  it('form a committee, a branch or a group with one secretary each, who can be reached', () => {
    const byCode = new Map(county.units.map((unit) => [unit.code, unit]))
    for (const unit of county.units) expect(unit.parent === null || byCode.has(unit.parent)).toBe(true)
    expect(county.units.filter((unit) => unit.kind === 'branch')).toHaveLength(578)
    expect(county.units[0]).toMatchObject({ name: '鄱阳县委员会', parent: null })
    const secretaries = county.posts.filter((post) => post.role === 'secretary')
    expect(new Set(secretaries.map((post) => post.unit)).size).toBe(county.units.length)
    expect(secretaries).toHaveLength(county.units.length)
    const member = new Map(county.members.map((m) => [m.code, m]))
    for (const post of county.posts) expect(member.get(post.member)?.unit).toBe(post.unit)
    expect(secretaries.filter((post) => member.get(post.member)?.phone === null)).toEqual([])
  })

  it('have numbers that nobody can be called by, but one in a hundred who has none', () => {
    expect(county.members).toHaveLength(small.members)
    const numbers = county.members.flatMap((member) => member.phone ?? [])
    expect(numbers.every((number) => /^\+999\d{10,12}$/.test(number))).toBe(true)
    expect(new Set(numbers).size).toBe(numbers.length)
    const without = (small.members - numbers.length) / small.members
    expect(without).toBeGreaterThan(0.005)
    expect(without).toBeLessThan(0.015)
  })

  it('must be enough for two in every unit', () => {
    expect(() => makeCounty({ ...small, members: 100 })).toThrow(/too few/)
  })
})

function digest(made: County): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...made, households: null }))
  for (const column of [made.households.lon, made.households.lat, made.households.people, made.households.village]) {
    hash.update(new Uint8Array(column.buffer))
  }
  return hash.digest('hex')
}

function within(at: Position, polygon: MultiPolygon): boolean {
  return polygon.coordinates.some((rings) => insideRings(at, rings))
}

function km2(area: Area): number {
  return sum((area.polygon as MultiPolygon).coordinates.flat().map((ring) => ringArea(ring.map(toPlane))))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
