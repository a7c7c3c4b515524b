import { cleanText, isBlank } from './clean.ts'
import type { CellMark } from './model.ts'

/**
 * What a number is of. `count`: whole things, such as people, which tells 1.200 from 1.2. `measure`: anything, in which three
 * digits behind one comma may be thousands or thousandths. `degree`: a coordinate, which has no thousands.
 */
export type NumberOf = 'count' | 'measure' | 'degree'

/** Null: blank; `unsure`: it may be more than one number; undefined: it is none. */
export type NumberRead = number | null | 'unsure' | undefined

interface Context {
  of?: NumberOf
  /** Of a workbook's cell; a number there is written with a point, whatever its cell shows. */
  mark?: CellMark | undefined
}

/**
 * A number as people write it: with a point or a decimal comma, thousands apart (`1,200,000`, `1.200.000`, `12 000`, `12'000`,
 * `12,34,567`), in ten thousands (`1,2万`), full-width. One separator with three digits behind it is read where it can be one
 * number only: 1.250 people are 1250, while 12.000 may be 12 that somebody's database wrote with its decimals.
 */
export function readNumber(text: string, { of = 'measure', mark }: Context = {}): NumberRead {
  const word = cleanText(text.normalize('NFKC'))
  if (isBlank(word)) return null
  const [, number = '', tens = '', unit = ''] = FORM.exec(word) ?? []
  const digits = number.trim()
  if (digits === '' || (unit !== '' && of !== 'count')) return undefined
  const factor = FACTORS.get(tens) ?? 1
  const found = mark === 'number' && factor === 1 ? plain(digits) : readDigits(digits, factor === 1 ? of : 'measure')
  // 1.2万 is 12000, and not 12000 with a rounding error.
  return typeof found === 'number' && factor !== 1 ? Number((found * factor).toPrecision(15)) : found
}

const FORM =
  /^([+-]? ?\d[\d., '’٬]*(?:e[+-]?\d+)?|[+-]?[.,]\d+(?:e[+-]?\d+)?) ?([十百千万萬亿億]?) ?(人|口|名|persons?|people)?$/iu
const FACTORS = new Map(Object.entries({ 十: 10, 百: 100, 千: 1e3, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 }))

function plain(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

/** Thousands that can be nothing else: by spaces or apostrophes, twice by one sign, or before a decimal sign of another kind. */
const GROUPED: readonly [RegExp, separator: RegExp, decimal: string][] = [
  [/^[+-]?\d{1,3}(?:[ '’٬]\d{3})+(?:[.,]\d+)?$/, /[ '’٬]/g, ','],
  [/^[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$|^[+-]?\d{1,3},\d{3}\.\d+$/, /,/g, '.'],
  [/^[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$|^[+-]?\d{1,3}\.\d{3},\d+$/, /\./g, ','],
  // In lakhs, as in India: 12,34,567.
  [/^[+-]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/, /,/g, '.'],
]

function readDigits(text: string, of: NumberOf): NumberRead {
  const simple = /^[+-]?\d*,\d+$/.test(text) ? text.replace(',', '.') : text
  if (of !== 'degree') {
    for (const [form, separator, decimal] of GROUPED) {
      if (form.test(text)) return Number(text.replace(separator, '').replace(decimal, '.'))
    }
    const [, sign = '', before = '', mark = '', behind = ''] = /^([+-]?)([1-9]\d{0,2})([.,])(\d{3})$/.exec(text) ?? []
    if (behind !== '' && of === 'count')
      return behind === '000' && mark === '.' ? 'unsure' : Number(sign + before + behind)
    // A point and three digits is what programs write of any measure.
    if (behind !== '' && mark === ',') return 'unsure'
  }
  return plain(simple)
}
