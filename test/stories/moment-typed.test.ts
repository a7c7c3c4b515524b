import { expect, test } from 'vitest'
import { readMoment } from '../../src/apps/board/shell/read-moment.ts'

const NOW = new Date(2020, 6, 10, 6, 30)
const told = (text: string) => {
  const at = readMoment(text, NOW)
  if (!at) return null
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

test.each([
  ['yesterday 02:00', '2020-07-09 02:00'],
  ['Yesterday 2am', '2020-07-09 02:00'],
  ['yesterday', '2020-07-09 00:00'],
  ['昨天 2点', '2020-07-09 02:00'],
  ['昨天2点半', '2020-07-09 02:30'],
  ['前天下午3点20分', '2020-07-08 15:20'],
  ['昨天晚上11点', '2020-07-09 23:00'],
  ['今天凌晨2点', '2020-07-10 02:00'],
  ['9 Jul 02:00', '2020-07-09 02:00'],
  ['9 July 2020, 02:00', '2020-07-09 02:00'],
  ['Jul 9 2:30 pm', '2020-07-09 14:30'],
  ['9 Jul', '2020-07-09 00:00'],
  ['7月9日 2点', '2020-07-09 02:00'],
  ['2020年7月9日02:00', '2020-07-09 02:00'],
  ['31 Dec 23:00', '2019-12-31 23:00'],
  ['02:00', '2020-07-10 02:00'],
  ['23:00', '2020-07-09 23:00'],
  ['2点', '2020-07-10 02:00'],
  ['-3h', '2020-07-10 03:30'],
  ['-90 min', '2020-07-10 05:00'],
  ['2 days ago', '2020-07-08 06:30'],
  ['3小时前', '2020-07-10 03:30'],
  ['2020-07-09 02:00', '2020-07-09 02:00'],
  ['2020-07-09T02:00', '2020-07-09 02:00'],
  ['２０２０－０７－０９', '2020-07-09 00:00'],
  ['now', '2020-07-10 06:30'],
])('%s is %s', (text, moment) => {
  expect(told(text)).toBe(moment)
})

test('with an offset it is the same moment wherever it is typed', () => {
  expect(readMoment('2020-07-09T02:00+08:00', NOW)?.toISOString()).toBe('2020-07-08T18:00:00.000Z')
  expect(readMoment('2020-07-08T18:00:00Z', NOW)?.toISOString()).toBe('2020-07-08T18:00:00.000Z')
})

test.each([
  '',
  'soon',
  '25:00',
  '31 Jun 02:00',
  '9/7',
  '12',
  'yesterday 2',
  '-3 weeks',
  '13pm',
  '2020-13-01',
  'x'.repeat(100),
])('%j is no moment, and nothing is guessed', (text) => {
  expect(told(text)).toBeNull()
})
