/** From so many letters on a slip is forgiven: shorter words have too many neighbours. */
export const FORGIVEN_FROM = 4
/** Only so many first letters of a word are kept with one left out; the rest is compared when it is found. */
const REACH = 7

/**
 * What a word of three letters or more is kept under: its beginnings of four to seven letters, and each of them with one
 * letter left out. Whatever is typed with one slip, and however much of the word, shares one of these with it.
 */
export function slipsOf(word: string): string[] {
  const letters = [...word]
  const slips = new Set<string>()
  for (let n = Math.min(letters.length, FORGIVEN_FROM); n <= Math.min(letters.length, REACH); n++) {
    for (const slip of withoutOne(letters.slice(0, n))) slips.add(slip)
  }
  return [...slips]
}

/** What to look under for a word as it was typed. */
export function slipsTyped(typed: string): string[] {
  return withoutOne([...typed].slice(0, REACH))
}

/** The letters as they are, and with each one left out. */
function withoutOne(letters: readonly string[]): string[] {
  return [...new Set([letters.join(''), ...letters.map((_, i) => letters.toSpliced(i, 1).join(''))])]
}

/**
 * Whether what was typed is a word or the beginning of one but for one slip at most: a letter wrong, missing or too many, or
 * two neighbours swapped.
 */
export function isClose(typed: string, word: string): boolean {
  const [t, w] = [[...typed], [...word]]
  const begins = (from: number, at: number) =>
    t.length - from <= w.length - at && t.slice(from).every((c, i) => c === w[at + i])
  const i = t.findIndex((c, at) => c !== w[at])
  if (i === -1) return true
  const wrong = begins(i + 1, i + 1)
  const tooMany = begins(i + 1, i)
  const missing = begins(i, i + 1)
  const swapped = t[i] === w[i + 1] && t[i + 1] === w[i] && begins(i + 2, i + 2)
  return wrong || tooMany || missing || swapped
}
