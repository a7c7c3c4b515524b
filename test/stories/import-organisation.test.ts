import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
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
const { apply, query } = importer(world)

describe('the organisation', () => {
  test('is written once: units in their tree, people in their units, posts as duties', async () => {
    const reports = await apply(await villages(), await units(), await people())
    expect(reports.slice(1).map(counts)).toEqual([
      [3, 0, 0],
      [2, 0, 0],
    ])
    expect(
      await query(
        (tx) =>
          tx`select u.code, p.code as parent from unit_parent e join unit u on u.district = e.district and u.id = e.unit
            join unit p on p.district = e.district and p.id = e.parent order by 1`,
      ),
    ).toEqual([
      { code: 'B1', parent: 'T' },
      { code: 'B2', parent: 'T' },
    ])
    const posts = await query(
      (tx) =>
        tx`select d.role, d.sole, p.name, u.name as unit from duty d
          join person p on p.district = d.district and p.id = d.holder join unit u on u.district = d.district and u.id = d.subject`,
    )
    expect(posts).toEqual([{ role: 'secretary', sole: true, name: 'Ann', unit: 'East branch' }])
    world.clock.forward(HOUR)
    expect((await apply(await units(), await people())).map(counts)).toEqual([
      [0, 0, 3],
      [0, 0, 2],
    ])
    expect(await query((tx) => tx`select from audit`)).toHaveLength(3)
  })

  test('shows its past days as they were when a unit moves and a member leaves', async () => {
    await apply(await villages(), await units(), await people())
    const before = world.now()
    world.clock.forward(24 * HOUR)
    const moved = await units('code,name,parent\nB2,West branch,B1\n')
    const left = await people(
      'code,name,unit,role,phone,to,kind\nP2,Bob,B1,,0100300,2020-07-01,\nP1,Ann,B1,,0100100,,official\n',
    )
    expect((await apply(moved, left)).map(counts)).toEqual([
      [0, 1, 0],
      [0, 2, 0],
    ])
    const parentAt = (at: Date) =>
      query(
        (tx) =>
          tx`select p.code from unit_parent e join unit u on u.district = e.district and u.id = e.unit
            join unit p on p.district = e.district and p.id = e.parent where u.code = 'B2' and e.during @> ${at}::timestamptz`,
      )
    expect([await parentAt(before), await parentAt(world.now())]).toEqual([[{ code: 'T' }], [{ code: 'B1' }]])
    expect(
      await query(
        (tx) =>
          tx`select p.code, m.kind, m.ends from membership m join person p on p.district = m.district and p.id = m.person order by p.code, m.ends`,
      ),
    ).toMatchObject([
      { code: 'P1', kind: 'member', ends: world.now() },
      { code: 'P1', kind: 'official' },
      { code: 'P2', kind: 'member', ends: world.now() },
    ])
    expect(await query((tx) => tx`select address from contact order by 1`)).toEqual([
      { address: '0100100' },
      { address: '0100300' },
    ])
    world.clock.forward(HOUR)
    expect((await apply(moved, left)).map(counts)).toEqual([
      [0, 0, 1],
      [0, 0, 2],
    ])
  })

  test('names whom it cannot place, and writes the rest', async () => {
    const lost = await units(
      'code,name,parent,area\nX,Lost,NOBODY,\nY,Adrift,,\nZ,Unknown land,,ATLANTIS\nB9,North branch,T,ATLANTIS\n',
    )
    const strangers = await people('code,name,unit,role\nP8,Cid,NOBODY,\nP9,Dan,,\nP3,Eve,B1,secretary\n')
    const reports = await apply(await villages(), await units(), await people(), lost, strangers)
    expect(reports[3]?.unplaced.map(({ line, code }) => [line, code])).toEqual([
      [2, 'UNKNOWN'],
      [3, 'MISSING'],
      [4, 'UNKNOWN'],
    ])
    expect(reports[3]?.notes).toMatchObject([{ line: 5, code: 'LEFT_OUT', value: 'ATLANTIS' }])
    expect(reports[4]?.unplaced.map(({ line, code }) => [line, code])).toEqual([
      [2, 'UNKNOWN'],
      [3, 'MISSING'],
    ])
    expect(reports[4]?.notes).toMatchObject([{ line: 4, code: 'TAKEN', value: 'secretary' }])
    expect([counts(reports[3]), counts(reports[4])]).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ])
  })

  test('knows one person in two districts by a row that points home', async () => {
    const table = await features([{ county: 'Duchang', town: 'Zhouxi', village: 'North' }, box(5, 6)])
    const reading = readAreaShapes(table, { levels: ['county', 'town', 'village'] })
    const other = { source: 'duchang', what: 'areas', reading, districtKind: 'county' } as const
    const away = await units('code,name,parent,area\nD1,North branch,,DUCHANG/ZHOUXI/NORTH\n')
    await apply(await villages(), other, await units(), away, await people('code,name,unit\nP1,Ann,B1\nP1,Ann,D1\n'))
    const rows = await query(
      (tx) => tx<{ id: string }[]>`select id, district, home_district from person order by district`,
    )
    expect(rows).toMatchObject([
      { district: 'DUCHANG', home_district: 'POYANG' },
      { district: 'POYANG', home_district: null },
    ])
    expect(rows[0]?.id).toBe(rows[1]?.id)
  })
})

describe('duties', () => {
  const houses = async () => {
    const table = await features([{ id: 'H1' }, point(0.5, 0.5)], [{ id: 'H2' }, point(0.6, 0.5)])
    return { source: 'houses', what: 'places', reading: readPlaces(table, { kind: 'household' }) } as const
  }
  const duties = async (text: string) => {
    const reading = readDuties(await csv(`place,role,holder,from,to\n${text}`), { zone: '+08:00' })
    return { source: 'duties.csv', what: 'duties', reading, soleRoles: SOLE_ROLES } as const
  }

  test('are taken over from an earlier register, once, and end when it says so', async () => {
    await apply(await villages(), await units(), await people(), await houses())
    const first = await duties(
      'H1,helper,P2,2019-01-01,\nH1,person in charge,P1,2020-07-10,2020-07-12\nH2,helper,B2,2020-07-10,\n',
    )
    expect(counts((await apply(first))[0])).toEqual([3, 0, 0])
    const written = await query(
      (tx) =>
        tx`select role, holder_kind, backfilled, ends from duty where subject_kind = 'place' order by starts, role`,
    )
    expect(written).toMatchObject([
      { role: 'helper', backfilled: true },
      { role: 'helper', holder_kind: 'unit', backfilled: false },
      { role: 'person in charge', ends: new Date('2020-07-13T00:00:00+08:00') },
    ])
    world.clock.forward(HOUR)
    expect(counts((await apply(first))[0])).toEqual([0, 0, 3])
    const ended = await duties('H1,helper,P2,2019-01-01,2020-07-20\n')
    expect(counts((await apply(ended))[0])).toEqual([0, 1, 0])
    expect(counts((await apply(ended))[0])).toEqual([0, 0, 1])
  })

  test('are refused where somebody else alone answers, where the past would change, or where a code says nothing', async () => {
    await apply(await villages(), await units(), await people(), await houses())
    const [report] = await apply(
      await duties(
        'H1,person in charge,P1,2020-07-10,2020-07-12\nH1,person in charge,P2,2020-07-11,2020-07-14\n' +
          'H1,helper,P2,2019-01-01,2019-12-31\nH9,helper,P1,2020-07-10,\nH1,helper,P9,2020-07-10,\n',
      ),
    )
    expect(counts(report)).toEqual([2, 0, 0])
    expect(report?.unplaced.map(({ line, code, column }) => [line, code, column])).toEqual([
      [3, 'TAKEN', 'role'],
      [5, 'UNKNOWN', 'subject'],
      [6, 'UNKNOWN', 'holder'],
    ])
    const [late] = await apply(await duties('H1,helper,P2,2019-01-01,2020-03-31\n'))
    expect(late?.unplaced).toMatchObject([{ line: 2, code: 'PAST' }])
  })
})
