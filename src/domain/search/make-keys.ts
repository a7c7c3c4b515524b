import { fold, hasHan, partsOf } from './fold.ts'
import { HOW, type NamedKind } from './model.ts'
import { soundsOf } from './sound.ts'

/** Endings of official names: nobody looks for what a thousand names end in by how it sounds. */
const ENDINGS = /(?:村民|居民|社区)?(?:委员会|居委会|村委会|办事处)$|(?:社区|支部|小组)$/u
/** A search may begin at so many parts of one name; only headlines have more. */
const STARTS = 24
/** So much of a name and of how it sounds is indexed: more than anybody types, and far from what a row of an index holds. */
const KEY_LENGTH = 120
/** A name is found by so many of its further names; only the headlines of a warning in many languages are more. */
const FURTHER = 20
/** What of a name is read at all: the last part at which a search may begin is far before. */
const READ_LENGTH = 1_000
/** A longer word than this has no slips that are forgiven. */
const WORD_LENGTH = 40

/**
 * Everything that a name is found by: itself and its further names, from the beginning and from inside, its pinyin and its
 * initials. Each key begins with how it matches (see `HOW`); initials carry the syllables after them, for what is typed
 * half in letters and half in syllables: `5zjc zhang jia cun`. However long the names are, the keys are some hundred, none
 * longer than `KEY_LENGTH` but for initials, which are of as many syllables as a search may begin at.
 */
export function keysOf(kind: NamedKind, name: string, further: readonly string[]): string[] {
  const keys = new Set<string>()
  for (const each of namesOf(name, further)) {
    if (each === '') continue
    addNames(keys, each)
    addSounds(keys, each, kind === 'person')
  }
  return [...keys]
}

/**
 * A name in words is turned round at each of them, so that every word leads and the others still follow: `budi santoso`,
 * `santoso budi`. One with Chinese characters is cut at each part: 双港镇, 港镇, 镇.
 */
function addNames(keys: Set<string>, folded: string): void {
  keys.add(HOW.name + cut(folded))
  for (const start of startsOf(folded).slice(1)) {
    const rest = folded.slice(start)
    keys.add(HOW.inside + cut(hasHan(folded) ? rest : `${rest} ${folded.slice(0, start).trim()}`))
  }
}

function addSounds(keys: Set<string>, folded: string, person: boolean): void {
  const ending = partsOf(ENDINGS.exec(folded)?.[0] ?? '').length
  for (const syllables of soundsOf(folded, person)) {
    const starts = Math.min(STARTS, Math.max(1, syllables.length - ending))
    keys.add(HOW.pinyin + cut(syllables.join('')))
    for (let i = 1; i < starts; i++) keys.add(HOW.pinyinInside + cut(syllables.slice(i).join('')))
    const first = syllables.slice(0, STARTS).map(cut)
    keys.add(`${HOW.initials}${first.map((s) => s.charAt(0)).join('')} ${first.join(' ')}`)
  }
}

/** A name and its further names, folded. */
function namesOf(name: string, further: readonly string[]): Set<string> {
  return new Set([name, ...further.slice(0, FURTHER)].map((each) => fold(each.slice(0, READ_LENGTH))))
}

/** The beginning of a text; never half a character. */
function cut(text: string): string {
  return text.length > KEY_LENGTH ? text.slice(0, KEY_LENGTH).replace(/[\ud800-\udbff]$/, '') : text
}

/** Where the parts of a folded text begin. */
function startsOf(folded: string): number[] {
  const starts: number[] = []
  for (const part of folded.matchAll(/\p{Script=Han}|[^\p{Script=Han} ]+/gu)) starts.push(part.index)
  return starts.slice(0, STARTS)
}

/** The words of a name and of its further names in which a slip is forgiven. */
export function wordsOf(name: string, further: readonly string[]): string[] {
  const inWords = [...namesOf(name, further)].filter((each) => !hasHan(each))
  const words = new Set(inWords.flatMap(partsOf))
  return [...words].filter((word) => word.length <= WORD_LENGTH && /^\p{L}{3,}$/u.test(word))
}
