import { fold, hasHan, partsOf } from './fold.ts'
import { HOW, type Matched } from './model.ts'
import { soundsOf, typedSound } from './sound.ts'

/** A stretch of the index of names to look through: keys that begin with something. */
export interface Range {
  from: string
  /** The first key after the stretch. */
  to: string
  matched: Matched
  /** What the rest of a key has to be like besides, as a regular expression of PostgreSQL; empty: anything. */
  key: string
  /** The same of the name that it leads to. */
  name: string
  /** The same, in capitals or not, of the code of what bears that name. */
  code: string
}

/** Stretches for what was typed, best first; the second are looked through only when the first do not give enough. */
export interface Looks {
  plain: Range[]
  /** For a dam and a chainage on it: the sections that begin there, and then those that end there. */
  along: Range[]
  patient: Range[]
}

/** Longer than anybody types; what comes after tells nothing. */
const LETTERS = 80
const WORDS = 6
/** Ways to part typed letters into syllables that are looked for. */
const WAYS = 4

/** Sorts after everything that can follow in a text. */
export const LAST = '\u{10ffff}'

/** Where in the index of names the things are that somebody means who typed this. */
export function looksFor(typed: string): Looks {
  const text = typed.slice(0, LETTERS)
  const folded = fold(text)
  if (folded === '') return { plain: [], along: [], patient: [] }
  const plain = [range(HOW.name + folded, 'name')]
  // A section is called by where it begins and where it ends: what begins there comes first.
  if (CHAINAGE.test(folded)) plain.push(range(`${HOW.inside}${folded} `, 'name'))
  plain.push(range(HOW.inside + folded, 'name'))
  const along = looksAlong(text)
  const words = folded.split(' ').slice(0, WORDS)
  const patient = words.length > 1 ? inAnyOrder(words) : []
  if (hasHan(folded)) {
    const spaced = text.split(/\s+/).map(fold).filter(hasHan)
    if (spaced.length > 1) patient.push(...farApart(spaced))
    if (/[a-z]/.test(folded)) patient.push(...halfSpelt(folded))
    return { plain, along, patient }
  }
  const sound = typedSound(text)
  if (!/^[a-z][a-z0-9+]*$/.test(sound)) return { plain, along, patient }
  plain.push(
    range(HOW.pinyin + sound, 'pinyin'),
    range(HOW.pinyinInside + sound, 'pinyin'),
    range(HOW.initials + sound, 'initials'),
  )
  return { plain, along, patient: [...patient, ...halfSpelt(sound)] }
}

/** The same search with one of its words taken for another that is close to it. */
export function looksForWord(typed: string, word: string, meant: string): Range[] {
  const folded = fold(typed)
    .split(' ')
    .map((each) => (each === word ? meant : each))
    .join(' ')
  return [range(HOW.name + folded, 'close'), range(HOW.inside + folded, 'close')]
}

function range(from: string, matched: Matched, more: Partial<Range> = {}): Range {
  return { from, to: from + LAST, matched, key: '', name: '', code: '', ...more }
}

/** A chainage as it stands in a folded name, and all there is of it. */
const CHAINAGE = /^k\d+\+\d{3}$/
/** The same among other words, as it is typed: with or without its K. */
const CHAINAGE_TYPED = /(^|[^\p{L}\p{N}])k?(\d{1,4})\+(\d{3})(?!\d)/iu

/** `raohe K12+500`, `饶河 K12+500`, `rhlw 12+500`, `D01/K12+500`: a dam by name, pinyin, initials or code, and a chainage on it. */
function looksAlong(text: string): Range[] {
  const plain = text.normalize('NFKC')
  const found = CHAINAGE_TYPED.exec(plain)
  const dam = found ? plain.replace(found[0], ' ').trim() : ''
  if (!found || fold(dam) === '') return []
  const chainage = `k${found[2]}+${found[3]}`
  const begins = HOW.inside + chainage
  if (hasHan(dam)) {
    const name = holding(dam.split(/\s+/).map(fold).filter(hasHan))
    return [range(`${begins} `, 'name', { name }), range(begins, 'name', { name })]
  }
  const code = `(^|[^a-z0-9])${literal(dam.toLowerCase())}[^a-z0-9]*${literal(chainage)}`
  const sound = typedSound(dam)
  if (!/^[a-z][a-z0-9]*$/.test(sound)) return [range(`${begins} `, 'code', { code })]
  const spelt = (end: string) => [
    range(HOW.pinyin + sound, 'pinyin', { key: `${literal(chainage)}${end}` }),
    range(HOW.pinyinInside + sound, 'pinyin', { key: `${literal(chainage)}${end}` }),
    range(HOW.initials + sound, 'initials', { key: ` ${literal(chainage)}${end === '$' ? '$' : ' '}` }),
  ]
  return [range(`${begins} `, 'code', { code }), ...spelt('k'), ...spelt('$')]
}

/** All the words, in whatever order: names in words are kept turned round, so the longest leads and the others must follow. */
function inAnyOrder(words: readonly string[]): Range[] {
  const [lead = '', ...others] = [...words].sort((a, b) => b.length - a.length)
  const key = others.map((word) => `(?=.* ${literal(word)})`).join('')
  return [HOW.name, HOW.inside].map((how) => range(how + lead, 'name', { key: `^${key}` }))
}

/** 张 军: parts of one name with others between them. */
function farApart(parts: readonly string[]): Range[] {
  const [lead = '', ...others] = [...parts].sort((a, b) => b.length - a.length)
  return [HOW.name, HOW.inside].map((how) => range(how + lead, 'name', { name: holding(others) }))
}

/** 张jia, zhangjc, zjiacun: syllables, first letters and characters in one; looked for by the first letters of all of them. */
function halfSpelt(folded: string): Range[] {
  const characters = partsOf(folded).filter(hasHan)
  return waysToPart(folded).map((pieces) => {
    const initials = pieces.map((piece) => piece.charAt(0)).join('')
    const key = `^.${initials}[^ ]* ${pieces.map((piece) => `${literal(piece)}[^ ]*`).join(' ')}`
    return range(HOW.initials + initials, 'pinyin', { key, name: holding(characters) })
  })
}

/** Lookaheads, so that they need not come in the order in which they were typed. */
function holding(parts: readonly string[]): string {
  return parts.length > 0 ? `^${parts.map((part) => `(?=.*${literal(part)})`).join('')}` : ''
}

/** Syllables by their shape: a few that there are not do no harm. */
export const SYLLABLE =
  /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|uai|iao|ian|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|[aeiouv])/
const INITIAL = /^(?:zh|ch|sh|[a-z0-9])/

/**
 * Ways to part what was typed into syllables and first letters, long syllables first. What is all first letters or, in
 * letters only, all syllables is left out: it is looked for as such.
 */
function waysToPart(folded: string): string[][] {
  const ways: string[][] = []
  const go = (rest: string, pieces: string[]): void => {
    if (ways.length >= WAYS) return
    if (rest === '') {
      const inLetters = pieces.every((piece) => piece.length === 1)
      const inSyllables = !hasHan(folded) && pieces.every((piece) => SYLLABLE.exec(piece)?.[0] === piece)
      if (!inLetters && !inSyllables) ways.push(pieces)
      return
    }
    for (const [piece, length] of nextPieces(rest)) go(rest.slice(length), [...pieces, piece])
  }
  go(folded.replaceAll(' ', ''), [])
  return ways
}

/** What may come next, and how much of the text it takes. */
function nextPieces(rest: string): [piece: string, length: number][] {
  const [character] = rest
  if (character !== undefined && hasHan(character)) {
    const readings = new Set([false, true].flatMap((person) => soundsOf(character, person).flat()))
    return [...readings].map((reading) => [reading, character.length])
  }
  const found = [SYLLABLE.exec(rest)?.[0], INITIAL.exec(rest)?.[0]].filter((piece) => piece !== undefined)
  return [...new Set(found)].map((piece) => [piece, piece.length])
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
