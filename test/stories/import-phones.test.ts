import { describe, expect, test } from 'vitest'
import { readContacts } from '../../src/domain/imports/read-contacts.ts'

/** The numbers of a cell, and what was noted of it. */
function read(cell: string) {
  const notes: string[] = []
  const numbers = readContacts('phone', cell, 2, 'phone', { note: (code) => void notes.push(code) })
  return { numbers: numbers.map((contact) => contact.address), notes }
}

describe('A number with an extension', () => {
  test.each([
    ['0793-6272345-8021', '07936272345'],
    ['(0793)6272345-8021', '07936272345'],
    ['02162723456-801', '02162723456'],
    ['0793-6272345-8021/22', '07936272345'],
    ['010-65123456-12', '01065123456'],
    ['+86-793-6272345-8021', '+867936272345'],
    ['6272345-8021', '6272345'],
    ['13800000043-801', '13800000043'],
    ['0793-6272345 ext. 8021', '07936272345'],
    ['0793-6272345 EXT8021', '07936272345'],
    ['0793-6272345 extension 8021', '07936272345'],
    ['0793-6272345x8021', '07936272345'],
    ['0793-6272345#8021', '07936272345'],
    ['0793-6272345转8021', '07936272345'],
    ['0793-6272345（转8021）', '07936272345'],
    ['0793-6272345分机8021', '07936272345'],
    ['0793-6272345 转分机 8021', '07936272345'],
    ['0793-6272345 内线：8021', '07936272345'],
    ['+1 202 555 0143 ext 12', '+12025550143'],
  ])('%s is read as %s, with a note', (cell, number) => {
    expect(read(cell)).toEqual({ numbers: [number], notes: ['PHONE_WORDS'] })
  })

  test('of other countries keeps what is dialled behind a dash', () => {
    expect(read('+49 30 1234567-89')).toEqual({ numbers: ['+4930123456789'], notes: [] })
    expect(read('+380 44 1234567-89')).toEqual({ numbers: ['+38044123456789'], notes: [] })
    expect(read('030 1234567-89')).toEqual({ numbers: ['030123456789'], notes: [] })
  })
})

describe('The 0 that is not dialled from abroad', () => {
  test.each([
    ['+86-0793-6272346', '+867936272346'],
    ['+86 (0793) 6272346', '+867936272346'],
    ['+8607936272346', '+867936272346'],
    ['0086-0793-6272346', '00867936272346'],
    ['0049 (0)171 1234567', '00491711234567'],
    ['+49 0171 1234567', '+491711234567'],
    ['+44(0)20 7946 0123', '+442079460123'],
    ['+86 013800000043', '+8613800000043'],
  ])('%s is read as %s', (cell, number) => {
    expect(read(cell).numbers).toEqual([number])
  })

  test('is noted, unless it is written in the usual way', () => {
    expect(read('+86-0793-6272346').notes).toEqual(['PHONE_WORDS'])
    expect(read('0049 (0)171 1234567').notes).toEqual(['PHONE_WORDS'])
    expect(read('+49 (0)171 7654321').notes).toEqual([])
  })

  test('stays where it is part of the number', () => {
    expect(read('+39 06 1234567')).toEqual({ numbers: ['+39061234567'], notes: [] })
    expect(read('+225 07 12 34 56 78')).toEqual({ numbers: ['+2250712345678'], notes: [] })
    expect(read('0793-6272346')).toEqual({ numbers: ['07936272346'], notes: [] })
    expect(read('+86 138 0000 0043')).toEqual({ numbers: ['+8613800000043'], notes: [] })
  })
})

describe('Numbers that differ in how they end', () => {
  test.each([
    ['0793-6272347/48', ['07936272347', '07936272348']],
    ['0793-6272347 / 48 / 9', ['07936272347', '07936272348', '07936272349']],
    ['0793/6272347/48', ['07936272347', '07936272348']],
    ['+86 138 0000 0043 / 44', ['+8613800000043', '+8613800000044']],
    ['13800000043/0051', ['13800000043', '13800000051']],
    ['0793-6272347/6272348', ['07936272347', '07936272348']],
    ['0793 6272347 / 6272348', ['07936272347', '07936272348']],
    ['0793-6272347~53', ['07936272347']],
    ['0793-6272347至53', ['07936272347']],
    ['0793-6272347/272348', ['07936272347']],
  ])('%s is %j, with a note', (cell, numbers) => {
    expect(read(cell)).toEqual({ numbers, notes: ['PHONE_WORDS'] })
  })

  test('are not made of one that is written in groups, nor of two whole ones', () => {
    expect(read('0171/1234567')).toEqual({ numbers: ['01711234567'], notes: [] })
    expect(read('0171/123/4567')).toEqual({ numbers: ['01711234567'], notes: [] })
    expect(read('13911110003/13911110033')).toEqual({ numbers: ['13911110003', '13911110033'], notes: [] })
    expect(read('13800000042/6272347').numbers).toEqual(['13800000042', '6272347'])
    expect(read('138-0013-8000')).toEqual({ numbers: ['13800138000'], notes: [] })
    expect(read('021 6272 3456')).toEqual({ numbers: ['02162723456'], notes: [] })
  })
})

describe('Digits of which nobody can tell what they are', () => {
  test.each([
    '+86 138 0000 0043 44',
    '0793 6272347 48',
    '0793 62723456-801',
    '0793627234580211234',
    '+86 1380000004',
    '+1 202 555 0143 99',
    '07936272347 13800000043 2',
  ])('%s is left out by name', (cell) => {
    expect(read(cell)).toEqual({ numbers: [], notes: ['LEFT_OUT'] })
  })
})
