import { MusterError } from '../../../base/errors.ts'

/** The numbers of a text one after another, each with the line it is in. */
export interface Numbers {
  /** The next whole number, which `what` names. Throws PLAN_FILE where there is none, or it is outside. */
  whole(what: string, least: number, most: number): number
  /** The next number, with or without a fraction. Throws as `whole`. */
  number(what: string): number
  /** Whether anything is left. */
  more(): boolean
  /** How many numbers the text can hold at most: what is declared above that is not there. */
  readonly atMost: number
  /** The fault of what was read last. */
  fault(what: string): MusterError
}

/** Reads a text that is made of numbers and space alone, as the files of OR-Library are. */
export function numbersIn(text: string): Numbers {
  const pattern = /\S+/g
  let [line, seen, word] = [1, 0, '']

  const fault = (what: string) => new MusterError('PLAN_FILE', { line, what })

  function next(what: string): string {
    const match = pattern.exec(text)
    count(match ? match.index : text.trimEnd().length)
    if (!match) throw fault(`the file ends where ${what} should be`)
    word = match[0]
    return word
  }

  function count(upTo: number): void {
    for (let at = text.indexOf('\n', seen); at !== -1 && at < upTo; at = text.indexOf('\n', at + 1)) {
      line++
      seen = at + 1
    }
  }

  return {
    atMost: Math.ceil(text.length / 2),
    fault,
    number(what) {
      const value = Number(next(what))
      if (Number.isFinite(value) && !/^0[xbo]/i.test(word)) return value
      throw fault(`${what} is "${short(word)}" and should be a number`)
    },
    whole(what, least, most) {
      const value = this.number(what)
      if (Number.isSafeInteger(value) && value >= least && value <= most) return value
      throw fault(`${what} is ${short(word)} and should be a whole number from ${least} to ${most}`)
    },
    more() {
      const at = pattern.lastIndex
      const there = pattern.exec(text) !== null
      pattern.lastIndex = at
      return there
    },
  }
}

/** A word of a file as it may be told: not longer than a line, nothing that a terminal obeys. */
export function short(word: string): string {
  const plain = word.replace(/\p{Cc}+/gu, ' ')
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain
}
