import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { guessSettings } from '../../src/domain/imports/drafts/fields.ts'
import { inspect } from '../../src/domain/imports/drafts/inspect.ts'
import { readAbsences } from '../../src/domain/imports/read-absences.ts'
import { counts, csv, importer, people, units, villages } from '../harness/import-world.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const { apply, preview, query } = importer(world)

const HEADERS = '工号,请假类型,开始日期,结束日期'
const leave = async (...lines: string[]) => {
  const reading = readAbsences(await csv([HEADERS, ...lines, ''].join('\n')), { zone: '+08:00' })
  return { source: 'leave.csv', what: 'absences', reading } as const
}
const day = (days: number) => new Date(world.now().getTime() + days * DAY).toISOString().slice(0, 10)
const register = async () => apply(await villages(), await units(), await people())
const absences = () =>
  query(
    (tx) => tx<{ code: string; kind: string; starts: Date; ends: Date | null }[]>`
      select p.code, a.kind, a.starts, nullif(a.ends, 'infinity') as ends
      from absence a join person p on p.district = a.district and p.id = a.person order by a.starts, p.code`,
  )
const at = (text: string) => new Date(`${text}T00:00:00+08:00`)

describe('a list of leave', () => {
  test('is written once, a last day counted in, and changes the end of what is known', async () => {
    await register()
    const file = await leave(`P1,病假,${day(-3)},${day(4)}`, `P2,不愿应召,${day(2)},`, `P1,,${day(10)},${day(11)}`)
    expect(counts((await preview(file))[0])).toEqual([3, 0, 0])
    expect(await absences()).toEqual([])
    expect(counts((await apply(file))[0])).toEqual([3, 0, 0])
    expect(await absences()).toEqual([
      { code: 'P1', kind: 'away', starts: at(day(-3)), ends: at(day(5)) },
      { code: 'P2', kind: 'rather-not', starts: at(day(2)), ends: null },
      { code: 'P1', kind: 'away', starts: at(day(10)), ends: at(day(12)) },
    ])
    expect(counts((await apply(file))[0])).toEqual([0, 0, 3])
    world.clock.forward(HOUR)
    const longer = await leave(`P1,病假,${day(-3)},${day(6)}`)
    expect(counts((await apply(longer))[0])).toEqual([0, 1, 0])
    expect(counts((await apply(longer))[0])).toEqual([0, 0, 1])
    expect((await absences())[0]).toMatchObject({ ends: at(day(7)) })
    const acts = await query((tx) => tx`select detail from audit where act = 'import.absences' order by at, id`)
    expect(acts).toMatchObject([{ detail: { source: 'leave.csv', new: 3 } }, { detail: { new: 0, changed: 1 } }])
  })

  test('without a beginning means from now, and is the one in force when it comes again', async () => {
    await register()
    const file = await leave(`P1,,,${day(3)}`)
    expect(counts((await apply(file))[0])).toEqual([1, 0, 0])
    expect(await absences()).toMatchObject([{ starts: world.now() }])
    world.clock.forward(DAY)
    expect(counts((await apply(file))[0])).toEqual([0, 0, 1])
  })

  test('does not bring back what was ended, nor write what is over', async () => {
    await register()
    const file = await leave(`P1,,${day(-3)},${day(4)}`, `P2,,${day(2)},${day(4)}`, `P2,,${day(-9)},${day(-7)}`)
    const [first] = await apply(file)
    expect(counts(first)).toEqual([2, 0, 0])
    expect(first?.unplaced).toMatchObject([{ line: 4, code: 'PAST' }])
    await world.db.write(world.now(), (tx) => tx`update absence set ends = greatest(starts, ${world.now()})`)
    const [again] = await apply(file)
    expect(counts(again)).toEqual([0, 0, 0])
    expect(again?.unplaced.map(({ line, code }) => [line, code])).toEqual([
      [2, 'PAST'],
      [3, 'PAST'],
      [4, 'PAST'],
    ])
  })

  test('tells row by row what it does not take', async () => {
    await register()
    const [report] = await apply(
      await leave(
        `P9,,${day(1)},${day(2)}`,
        `,,${day(1)},${day(2)}`,
        `P1,,${day(3)},${day(1)}`,
        'P1,,soon,',
        `P1,,${day(1)},${day(2)}`,
        `P1,,${day(1)},${day(5)}`,
      ),
    )
    expect(counts(report)).toEqual([1, 0, 0])
    expect(report?.unplaced.map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'UNKNOWN', 'person'],
      [3, 'MISSING', '工号'],
      [4, 'DATES_CROSSED', null],
      [5, 'BAD_DATE', '开始日期'],
      [7, 'DUPLICATE', null],
    ])
  })

  test.each([
    [HEADERS, 'absences'],
    ['person,from,to', 'absences'],
    ['person,phone,from,to', 'people'],
    ['person,unit,from,to', 'people'],
    ['place,role,person,from,to', 'duties'],
  ])('is told by its columns from others that name people and times: %s', async (headers, kind) => {
    const bytes = new TextEncoder().encode(`${headers}\n${headers.replace(/[^,]+/g, '2020-07-10')}\n`)
    const name = '名单.csv'
    expect(guessSettings(await inspect({ name, bytes }), name)).toEqual({ kind, options: {} })
  })
})
