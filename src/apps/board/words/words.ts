import i18next from 'i18next'
import { createContext, useContext } from 'react'
import { ABSENCE } from '../acts/absence-words.ts'
import { RECORD_WORDS } from '../acts/record-words.ts'
import { TEAM } from '../acts/team-words.ts'
import { ACTS } from '../acts/words.ts'
import { COMMENTARY } from '../commentary/words.ts'
import { DESK } from '../desk/words.ts'
import { EXERCISE } from '../exercise/words.ts'
import { FAULT_WORDS } from '../faults/words.ts'
import { HAZARD } from '../hazard/words.ts'
import { IMPORT } from '../import/words.ts'
import { LATELY } from '../lately/words.ts'
import { LIST } from '../list/words.ts'
import { MAP } from '../map/words.ts'
import { PICTURE } from '../picture/words.ts'
import { PLAN_WORDS } from '../plan/words.ts'
import { PLAYBOOK } from '../playbook/words.ts'
import { PRINT } from '../print/words.ts'
import { SEARCH } from '../search/words.ts'
import { SHELL } from '../shell/words.ts'
import { DID } from '../subject/did.ts'
import { SUBJECT } from '../subject/words.ts'
import { TOUR } from '../tour/words.ts'
import { CODES } from './codes.ts'
import { COMMON } from './common.ts'
import { FIELDS } from './fields.ts'
import { type Format, formatOf } from './format.ts'
import { chosenLang } from './lang.ts'
import { LANGS, type Lang, type WordTable } from './table.ts'

/** Every room's table. Keys begin with the room's name, so that no two say the same key. */
const TABLES = {
  ...EXERCISE,
  ...COMMENTARY,
  ...PLAYBOOK,
  ...PLAN_WORDS,
  ...COMMON,
  ...FIELDS,
  ...CODES,
  ...ACTS,
  ...ABSENCE,
  ...RECORD_WORDS,
  ...TEAM,
  ...DESK,
  ...IMPORT,
  ...FAULT_WORDS,
  ...SHELL,
  ...PICTURE,
  ...HAZARD,
  ...MAP,
  ...LIST,
  ...LATELY,
  ...SUBJECT,
  ...DID,
  ...PRINT,
  ...SEARCH,
  ...TOUR,
} satisfies WordTable

type Key = keyof typeof TABLES
/** A key as it is asked for: of a word that has a plural, without its ending. */
export type WordKey = Key extends infer K ? (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K) : never

/**
 * Says a word in the language that was chosen; `vars` fills its gaps, with numbers as the language writes them, and
 * `count` chooses the plural: a text shows it as `{{count, number}}`.
 */
export type Say = (key: WordKey, vars?: Record<string, string | number>) => string

/** Reads the words for the board, in the language last chosen here, or else the browser's. */
export async function loadWords(): Promise<void> {
  const resources = Object.fromEntries(LANGS.map((lang) => [lang, { translation: wordsOf(lang) }]))
  await i18next.init({
    resources,
    lng: chosenLang(),
    fallbackLng: 'en',
    // Keys hold dots and colons of their own, and React escapes what it shows.
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
}

function wordsOf(lang: Lang): Record<string, string> {
  return Object.fromEntries(Object.entries(TABLES).map(([key, both]) => [key, both[lang]]))
}

/** The language, how to say a word in it, and how to change to another. */
export interface Words {
  lang: Lang
  say: Say
  choose: (lang: Lang) => void
}

/** The words that hold for all that is inside: one for the whole board, which asks for them a thousand times a screen. */
export const WordsContext = createContext<Words | null>(null)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('words are said inside <Speaking>')
  return words
}

/** How to say a word in a language. What has no gaps to fill is read from the table, which takes a tenth of the time. */
export function sayIn(lang: Lang): Say {
  const t = i18next.getFixedT(lang) as unknown as Say
  return (key, vars) =>
    vars === undefined && isPlain(key)
      ? TABLES[key][lang]
      : t(singular(key, vars?.count), vars && written(vars, formatOf(lang)))
}

/** Of one, as the table says it of one: Chinese has no plural, but "S01 and others, 1 in all" is no Chinese either. */
function singular(key: WordKey, count: string | number | undefined): WordKey {
  return count === 1 && `${key}_one` in TABLES ? (`${key}_one` as WordKey) : key
}

const isPlain = (key: string): key is Key => key in TABLES

function written(vars: Record<string, string | number>, format: Format): Record<string, string | number> {
  const entries = Object.entries(vars)
  return Object.fromEntries(entries.map(([k, v]) => [k, typeof v === 'number' && k !== 'count' ? format.number(v) : v]))
}

/** Whether there is a word for a code that comes from the data. */
export function hasWord(room: string, code: string): boolean {
  return `${room}.${code}` in TABLES
}

/** The word for a code that comes from the data, such as a kind of place; the code itself where no word is known. */
export function sayCode(say: Say, room: string, code: string): string {
  const key = `${room}.${code}`
  return key in TABLES ? say(key as WordKey) : code.replaceAll('-', ' ')
}
