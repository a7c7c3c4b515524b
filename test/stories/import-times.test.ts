import { describe, expect, it } from 'vitest'
import { isZone } from '../../src/base/zones.ts'
import type { TableRow } from '../../src/domain/imports/model.ts'
import { readDuring } from '../../src/domain/imports/read-during.ts'
import { readDate, readWhen } from '../../src/domain/imports/read-when.ts'
import { openCount } from '../../src/domain/imports/reading.ts'
import { placeWhen } from '../../src/domain/imports/zone-time.ts'

const day = (from: string, to: string) => ({ kind: 'day', from, to })

describe('dates as people write them', () => {
  it('are spans of days: a year, a month, a day', () => {
    expect(readWhen('2020')).toEqual(day('2020-01-01', '2021-01-01'))
    expect(readWhen('2020-12')).toEqual(day('2020-12-01', '2021-01-01'))
    for (const ninth of [
      '2020-07-09',
      '2020/7/9',
      '2020.7.9',
      '2020. 7. 9.',
      '20200709',
      '2020年7月9日',
      '2020 年 7 月 9 号',
      '2020年7月9日 星期四',
      '２０２０－０７－０９',
      '9.7.2020',
      '9 July 2020',
      '09-Jul-2020',
      'Jul 9, 2020',
    ])
      expect(readWhen(ninth), ninth).toEqual(day('2020-07-09', '2020-07-10'))
    expect(readDate('2020-02-29')?.to).toBe('2020-03-01')
    expect(readDate('2020-07-09 14:30')).toEqual({ from: '2020-07-09', to: '2020-07-10' })
    expect(readDate('2020-07-09T23:30:00-05:00')?.from).toBe('2020-07-09')
  })

  it('that do not exist, or could be two, are refused', () => {
    for (const no of [
      '2021-02-29',
      '2020-13',
      '2020-06-31',
      '09/07/2020',
      '07-09',
      '0',
      'last week',
      '0001-01-01',
      '20-7-9',
    ])
      expect(readWhen(no), no).toMatchObject({ kind: 'fault', code: 'BAD_DATE' })
  })

  it('and are no numbers: a month that may have lost its zero, and a count of days, are named as numbers', () => {
    expect(readWhen('2020.10')).toEqual(day('2020-10-01', '2020-11-01'))
    expect(readWhen('2020.1')).toMatchObject({ code: 'DATE_IS_NUMBER' })
    expect(readWhen('2020.5', 'number')).toMatchObject({ code: 'DATE_IS_NUMBER' })
    expect(readWhen('2020', 'number')).toEqual(day('2020-01-01', '2021-01-01'))
    expect(readWhen('20200709', 'number')).toEqual(day('2020-07-09', '2020-07-10'))
    expect(readWhen('44021')).toMatchObject({ code: 'DATE_IS_NUMBER', hint: expect.stringContaining('2020-07-09') })
  })
})

describe('times as people write them', () => {
  it('are wall time where no offset stands beside them', () => {
    for (const eight of [
      '2026-12-01 08:00',
      '2026/12/1 8:00',
      '2026.12.1 8:00',
      '2026年12月1日 8:00',
      '2026年12月1日8时',
      '2026年12月1日上午8点整',
      '2026-12-01T08:00:00.000',
      '2026-12-01 8:00 AM',
      '1.12.2026 08:00',
      '2026年12月1日（周二）8:00',
    ])
      expect(readWhen(eight), eight).toEqual({ kind: 'wall', at: '2026-12-01T08:00:00' })
    expect(readWhen('2026-12-01 8:00 PM')).toEqual({ kind: 'wall', at: '2026-12-01T20:00:00' })
    expect(readWhen('2026年12月1日下午4点半')).toEqual({ kind: 'wall', at: '2026-12-01T16:30:00' })
    expect(readWhen('2026-12-01 24:00')).toEqual({ kind: 'wall', at: '2026-12-02T00:00:00' })
    expect(readWhen('2026-12-01 12:05 am')).toEqual({ kind: 'wall', at: '2026-12-01T00:05:00' })
  })

  it('are instants where one does', () => {
    const at = new Date('2026-12-01T08:00:00+08:00')
    for (const text of [
      '2026-12-01T08:00:00+0800',
      '2026-12-01 00:00Z',
      '2026-12-01 08:00 UTC+8',
      '2026/12/1 8:00 +08:00',
    ])
      expect(readWhen(text), text).toMatchObject({ kind: 'instant', at })
  })

  it('without a day, or that no clock shows, are refused by name', () => {
    for (const time of ['8:00', '06:00:00', '8时', '上午8点', '20:00 pm'])
      expect(readWhen(time), time).toMatchObject({ code: 'TIME_ONLY' })
    for (const no of ['2026-12-01 25:00', '2026-06-31 10:00', '2026-12-01 8:61', '2026-12 8:00', '01/12/2026 08:00'])
      expect(readWhen(no), no).toMatchObject({ code: 'BAD_DATE' })
  })
})

describe('a wall time in its zone', () => {
  const place = (text: string, edge: 'start' | 'end', zone: string) => {
    const when = readWhen(text)
    if (when.kind === 'fault') throw new Error(when.code)
    const { at, ...more } = placeWhen(when, edge, zone)
    return { at: at.toISOString(), ...more }
  }

  it('is that moment there, midnight as an end too; only a bare date as an end means that whole day', () => {
    expect(place('2026-12-01 8:00', 'start', 'Asia/Shanghai')).toEqual({ at: '2026-12-01T00:00:00.000Z' })
    expect(place('2026-12-02 00:00', 'end', 'Asia/Shanghai')).toEqual({ at: '2026-12-01T16:00:00.000Z' })
    expect(place('2026-12-02', 'start', 'Asia/Shanghai')).toEqual({ at: '2026-12-01T16:00:00.000Z' })
    expect(place('2026-12-02', 'end', 'Asia/Shanghai')).toEqual({ at: '2026-12-02T16:00:00.000Z' })
    expect(place('2026-12-02', 'end', '+08:00')).toEqual({ at: '2026-12-02T16:00:00.000Z' })
    expect(place('2026-07-01 8:00', 'start', 'America/St_Johns')).toEqual({ at: '2026-07-01T10:30:00.000Z' })
  })

  it('that the clocks skip is later by as much; of one that they show twice, the first is taken', () => {
    const zone = 'Europe/Berlin'
    expect(place('2026-03-29 02:30', 'start', zone)).toEqual({ at: '2026-03-29T01:30:00.000Z', clock: 'skipped' })
    expect(place('2026-03-29 03:30', 'start', zone)).toEqual({ at: '2026-03-29T01:30:00.000Z' })
    expect(place('2026-10-25 02:30', 'start', zone)).toEqual({ at: '2026-10-25T00:30:00.000Z', clock: 'twice' })
    expect(place('2026-10-25', 'end', zone)).toEqual({ at: '2026-10-25T23:00:00.000Z' })
    // In Beirut a day begins at one o'clock when the clocks go forward.
    expect(place('2026-03-29', 'start', 'Asia/Beirut')).toEqual({ at: '2026-03-28T22:00:00.000Z' })
  })

  it('knows a zone by its name or offset', () => {
    expect(['Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'UTC', '+08:00'].map(isZone)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['Asia/Atlantis', '', '+8', 'eight'].map(isZone)).toEqual([false, false, false, false])
  })
})

describe('from and to of a row', () => {
  function during(
    cells: { from: string; to: string },
    marks?: TableRow['marks'],
    zone: string | undefined = 'Asia/Shanghai',
  ) {
    const reading = openCount<never>(1)
    const columns = { from: 'from', to: 'to' }
    const span = readDuring({ line: 2, cells, ...(marks ? { marks } : {}) }, columns, zone, reading)
    const { problems, notes } = reading.end()
    return { span, problems: problems.map((p) => [p.code, p.column]), notes: notes.map((n) => n.code) }
  }

  it('meet at midnight: a shift to 00:00 ends as the next begins', () => {
    const first = during({ from: '2026-12-01 16:00', to: '2026-12-02 00:00' }).span
    expect(first?.to).toEqual(during({ from: '2026-12-02 00:00', to: '2026-12-02 08:00' }).span?.from)
  })

  it('are refused by their column where one is a time alone or a number', () => {
    expect(during({ from: '06:00:00', to: '12:00:00' }).problems).toEqual([['TIME_ONLY', 'from']])
    expect(during({ from: '2026-12-01', to: '46357' }, { to: 'number' }).problems).toEqual([['DATE_IS_NUMBER', 'to']])
  })

  it('are noted where the clocks were changed', () => {
    expect(during({ from: '2026-03-29 02:30', to: '' }, undefined, 'Europe/Berlin').notes).toEqual(['CLOCK_SKIPPED'])
  })

  it('ask for the zone where nobody has said it, unless each bears an offset', () => {
    const columns = { from: 'from', to: 'to' }
    const read = (from: string) =>
      readDuring({ line: 2, cells: { from, to: '' } }, columns, undefined, openCount<never>(1))
    expect(() => read('2026-12-01')).toThrow(expect.objectContaining({ code: 'IMPORT_OPTION_MISSING' }))
    expect(read('2026-12-01T08:00Z')?.from).toEqual(new Date('2026-12-01T08:00:00Z'))
  })
})
