import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanCode, cleanText, fold, isMangledCode, readFlag, slug, unguarded } from '../../src/domain/imports/clean.ts'
import { readPhone } from '../../src/domain/imports/read-contacts.ts'
import { type NumberOf, readNumber } from '../../src/domain/imports/read-number.ts'

describe('cells as people fill them', () => {
  it('takes codes out of their stray spaces, full-width digits and spreadsheet traces', () => {
    for (const written of [' 361128', '361128\u00a0', '３６１１２８', "'361128", '361128.0', '\ufeff361128\u3000']) {
      expect(cleanCode(written)).toBe('361128')
    }
    expect(isMangledCode('3.61128E+11')).toBe(true)
    expect(isMangledCode('361128E')).toBe(false)
  })

  it('reads every spelling of yes and no, and tells silence from nonsense', () => {
    for (const yes of ['YES', 'Yes', 'yes', 'Y', '1', 'true', '是', 'ya', ' ＹＥＳ ']) expect(readFlag(yes)).toBe(true)
    for (const no of ['NO', 'No', '0', 'false', '否', 'tidak', '0.0']) expect(readFlag(no)).toBe(false)
    for (const silent of ['', ' ', 'null', 'NULL', 'None', '-', 'N/A']) expect(readFlag(silent)).toBeNull()
    expect(readFlag('maybe')).toBeUndefined()
  })

  it('knows one neighbourhood under its labels', () => {
    const labels = ['RW 2', 'RW 02', 'RW02', 'rw  002', 'ＲＷ 2', 'Rw.2']
    expect(new Set(labels.map((label) => fold(label)))).toEqual(new Set(['rw 2']))
    expect(slug('RW 2')).toBe('RW-02')
    expect(slug('RW 010')).toBe('RW-10')
    expect(fold('RW 20')).not.toBe(fold('RW 2'))
  })

  it('matches names without case, accents, doubled spaces and words that say what they name', () => {
    const without = ['KECAMATAN', 'KELURAHAN', 'Kab.']
    expect(fold('KELURAHAN  Grogol Selatan', { without })).toBe(fold('grogol selatan'))
    expect(fold('Kab. Bogor', { without })).toBe('bogor')
    expect(fold('KECAMATAN', { without })).toBe('kecamatan')
    expect(fold('São Tomé')).toBe(fold('SAO  TOME'))
    expect(fold('双港镇')).toBe('双港镇')
  })

  it('folds what is folded to itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => cleanText(cleanText(text)) === cleanText(text)))
  })

  it('reads numbers with a point or a comma', () => {
    const read = [' 1,5 ', '-6.2', '1.5e3', ''].map((text) => readNumber(text))
    expect(read).toEqual([1.5, -6.2, 1500, null])
    for (const none of ['12 m', '约1200', '1,2,3', '12,00,00', '1,2万 m']) expect(readNumber(none)).toBeUndefined()
  })

  const written: [string, NumberOf, ReturnType<typeof readNumber>][] = [
    ['1,200,000', 'measure', 1_200_000],
    ['1.200.000', 'measure', 1_200_000],
    ['1.200.000,5', 'measure', 1_200_000.5],
    ['12 000', 'measure', 12_000],
    ['12\u202f000', 'count', 12_000],
    ["12'000", 'count', 12_000],
    ['12,34,567', 'count', 1_234_567],
    ['1,200.50', 'measure', 1200.5],
    ['1.200,50', 'measure', 1200.5],
    ['１２０００', 'count', 12_000],
    ['１２，０００', 'count', 12_000],
    ['1,2万', 'count', 12_000],
    ['1.2 万人', 'count', 12_000],
    ['1200人', 'count', 1200],
    ['12,000', 'count', 12_000],
    ['1,250', 'count', 1250],
    ['1.250', 'count', 1250],
    ['12.000', 'count', 'unsure'],
    ['12,000', 'measure', 'unsure'],
    ['12.125', 'measure', 12.125],
    ['0,125', 'measure', 0.125],
    ['116,410', 'degree', 116.41],
    ['29.200', 'degree', 29.2],
  ]
  it.each(written)('reads %s, a %s, as %s', (text, of, number) => {
    expect(readNumber(text, { of })).toBe(number)
  })

  it('takes a number of a workbook as it is stored', () => {
    expect(readNumber('1.25', { of: 'count', mark: 'number' })).toBe(1.25)
    expect(readNumber('1.250', { of: 'count', mark: 'number' })).toBe(1.25)
  })

  it('takes off what guards a cell from a spreadsheet, once, and leaves names', () => {
    const guarded = [
      ["'陈甲", '陈甲'],
      ["'+86 138", '+86 138'],
      ["'=1+1", '=1+1'],
      ["'0012", '0012'],
      ["''t Hooft", "'t Hooft"],
      ['="TB-0202"', 'TB-0202'],
      ['="a ""b"""', 'a "b"'],
      ['\'="x"', '="x"'],
      ["'t Hooft", "'t Hooft"],
      ["'", "'"],
      ['=1+1', '=1+1'],
      ['陈甲', '陈甲'],
    ] as const
    for (const [text, bare] of guarded) expect(unguarded(text)).toBe(bare)
  })

  it('reads telephone numbers as they are dialled', () => {
    expect(readPhone('+86 138-0013-8000')).toBe('+8613800138000')
    expect(readPhone('(0793) 6212345')).toBe('07936212345')
    expect(readPhone('1.38E+10')).toBeNull()
    expect(readPhone('ask his wife')).toBeNull()
  })
})
