import { SYLLABLE } from './look-where.ts'

/** A pinyin of so many letters is forgiven a slip: a shorter one has too many neighbours, a longer one is no name. */
const FROM = 5
const TO = 24
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/**
 * What somebody may have meant who typed this pinyin with one slip in it: two neighbours swapped first, then a letter too many,
 * a wrong one, and one left out. Only what is syllables throughout; some two hundred at most.
 *
 *     soundsMeant('chenxeu')   // ['chenxue', …]
 */
export function soundsMeant(typed: string): string[] {
  if (typed.length < FROM || typed.length > TO || !/^[a-z]+$/.test(typed)) return []
  const at = [...typed].map((_, i) => i)
  const swapped = at
    .slice(1)
    .map((i) => typed.slice(0, i - 1) + typed.charAt(i) + typed.charAt(i - 1) + typed.slice(i + 1))
  const without = at.map((i) => typed.slice(0, i) + typed.slice(i + 1))
  const wrong = at.flatMap((i) => [...LETTERS].map((letter) => typed.slice(0, i) + letter + typed.slice(i + 1)))
  const missing = at.flatMap((i) => [...LETTERS].map((letter) => typed.slice(0, i) + letter + typed.slice(i)))
  const meant = new Set([...swapped, ...without, ...wrong, ...missing].filter(isSpelt))
  meant.delete(typed)
  return [...meant]
}

/** Whether a text is syllables from beginning to end, by their shape. */
function isSpelt(text: string): boolean {
  for (let rest = text; rest !== ''; ) {
    const syllable = SYLLABLE.exec(rest)?.[0]
    if (!syllable) return false
    rest = rest.slice(syllable.length)
  }
  return true
}
