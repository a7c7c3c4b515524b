import { fold, hasHan, partsOf } from './fold.ts'
import { HOW, type NamedKind } from './model.ts'
import { soundsOf } from './sound.ts'

/** Endings of official names: nobody looks for what a thousand names end in by how it sounds. */
const ENDINGS = /(?:村民|居民|社区)?(?:委员会|居委会|村委会|办事处)$|(?:社区|支部|小组)$/u
/** A search may begin at so many parts of one name; only headlines have more. */
const STARTS = 24

/**
 * Everything that a name is found by: itself and its further names, from the beginning and from inside, its pinyin and its
 * initials. Each key begins with how it matches (see `HOW`); initials carry the syllables after them, for what is typed
 * half in letters and half in syllables: `5zjc zhang jia cun`.
 */
export function keysOf(kind: NamedKind, name: string, further: readonly string[]): string[] {
  const keys = new Set<string>()
  for (const each of new Set([name, ...further].map(fold))) {
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
  keys.add(HOW.name + folded)
  for (const start of startsOf(folded).slice(1)) {
    const rest = folded.slice(start)
    keys.add(HOW.inside + (hasHan(folded) ? rest : `${rest} ${folded.slice(0, start).trim()}`))
  }
}

function addSounds(keys: Set<string>, folded: string, person: boolean): void {
  const ending = partsOf(ENDINGS.exec(folded)?.[0] ?? '').length
  for (const syllables of soundsOf(folded, person)) {
    const starts = Math.min(STARTS, Math.max(1, syllables.length - ending))
    keys.add(HOW.pinyin + syllables.join(''))
    for (let i = 1; i < starts; i++) keys.add(HOW.pinyinInside + syllables.slice(i).join(''))
    keys.add(`${HOW.initials}${syllables.map((s) => s.charAt(0)).join('')} ${syllables.join(' ')}`)
  }
}

/** Where the parts of a folded text begin. */
function startsOf(folded: string): number[] {
  const starts: number[] = []
  for (const part of folded.matchAll(/\p{Script=Han}|[^\p{Script=Han} ]+/gu)) starts.push(part.index)
  return starts.slice(0, STARTS)
}

/** The words of a name and of its further names in which a slip is forgiven. */
export function wordsOf(name: string, further: readonly string[]): string[] {
  const inWords = [name, ...further].map(fold).filter((each) => !hasHan(each))
  return [...new Set(inWords.flatMap(partsOf).filter((word) => /^\p{L}{3,}$/u.test(word)))]
}
