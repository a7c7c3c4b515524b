import { expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import type { ImportJob } from '../../src/domain/imports/actions.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import {
  box,
  counts,
  csv,
  features,
  importer,
  people,
  point,
  SOLE_ROLES,
  units,
  villages,
} from '../harness/import-world.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const { apply, preview, query } = importer(world)

/** Yugan, the county east of Poyang: its one village begins where Poyang's West ends. */
async function neighbour(): Promise<ImportJob> {
  const table = await features([{ county: 'Yugan', town: 'Ruihong', village: 'Shore' }, box(2, 3)])
  const reading = readAreaShapes(table, { levels: ['county', 'town', 'village'] })
  return { source: 'yugan.geojson', what: 'areas', reading, districtKind: 'county' }
}

/** Households by their codes, each at a point in hundredths of a degree. */
async function houses(at: Record<string, [x: number, y: number]>): Promise<ImportJob> {
  const all = Object.entries(at).map(([code, [x, y]]): [Record<string, unknown>, object] => [{ code }, point(x, y)])
  const table = await features(...all)
  return { source: 'houses.geojson', what: 'places', reading: readPlaces(table, { kind: 'household' }) }
}

async function duties(text: string): Promise<ImportJob> {
  const reading = readDuties(await csv(`place,role,holder,from,to\n${text}`), { zone: '+08:00' })
  return { source: 'duties.csv', what: 'duties', reading, soleRoles: SOLE_ROLES }
}

const stays = () =>
  query(
    (tx) => tx<{ id: string; district: string; opened: Date; closed: Date }[]>`
      select id, district, opened, closed from place where code = 'H1' order by closed, district`,
  )

test('a place that a newer file puts into another district is closed in the old one and begins in the new', async () => {
  await apply(await villages(), await neighbour(), await units(), await people(), await houses({ H1: [1.99, 0.5] }))
  await apply(await duties('H1,helper,P1,2020-07-01,\n'))
  const [first] = await stays()
  expect(first?.district).toBe('POYANG')

  world.clock.forward(HOUR)
  const moved = await houses({ H1: [2.01, 0.5] })
  const [shown] = await preview(moved)
  expect(counts(shown)).toEqual([0, 1, 0])
  expect(shown?.notes).toMatchObject([
    { line: 1, code: 'MOVED', reason: 'H1 moves from POYANG to YUGAN; its duties in POYANG end' },
  ])
  expect(await stays()).toEqual([first])

  const now = world.now()
  expect(counts((await apply(moved))[0])).toEqual([0, 1, 0])
  const [left, begun] = await stays()
  expect(left).toEqual({ ...first, closed: now })
  expect(begun).toMatchObject({ district: 'YUGAN', opened: now })
  expect(await query((tx) => tx`select subject, ends, end_reason from duty where subject_kind = 'place'`)).toEqual([
    { subject: first?.id, ends: now, end_reason: 'moved' },
  ])
  expect(
    await query((tx) => tx`select district, subject, detail from audit where act = 'place.move' order by 1`),
  ).toEqual([
    { district: 'POYANG', subject: first?.id, detail: { code: 'H1', to: 'YUGAN', place: begun?.id } },
    { district: 'YUGAN', subject: begun?.id, detail: { code: 'H1', from: 'POYANG', place: first?.id } },
  ])

  world.clock.forward(HOUR)
  expect(counts((await apply(moved))[0])).toEqual([0, 0, 1])
  expect(await stays()).toHaveLength(2)
})

test('a place that comes back begins anew, and its earlier stay is as it was', async () => {
  await apply(await villages(), await neighbour(), await houses({ H1: [1.99, 0.5] }))
  for (const x of [2.01, 1.99]) {
    world.clock.forward(HOUR)
    await apply(await houses({ H1: [x, 0.5] }))
  }
  const [first, second, third] = await stays()
  expect([first?.district, second?.district, third?.district]).toEqual(['POYANG', 'YUGAN', 'POYANG'])
  expect([first?.closed, second?.closed]).toEqual([second?.opened, third?.opened])
  expect(third?.id).not.toBe(first?.id)
})

test('a code that another district uses for something else is left to it', async () => {
  await apply(await villages(), await neighbour(), await houses({ H1: [0.5, 0.5] }))
  const [report] = await apply(await houses({ H1: [2.5, 0.5] }))
  expect(counts(report)).toEqual([1, 0, 0])
  expect(report?.notes).toEqual([])
  expect((await stays()).map((each) => each.district)).toEqual(['POYANG', 'YUGAN'])
})
