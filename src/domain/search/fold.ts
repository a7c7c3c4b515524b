import { MARKS, plainLetters } from './plain-letters.ts'

const HAN = /\p{Script=Han}/u

/** Whether a text has a Chinese character in it. */
export function hasHan(text: string): boolean {
  return HAN.test(text)
}

/**
 * A text as it is compared: full-width forms as usual ones, small letters, letters without their marks and strokes
 * (`plain-letters.ts`), no quotes or dots inside a name, one space between words and none beside a Chinese character. Names are indexed
 * and what is typed is looked for by this one rule; a change of it needs a migration that has names indexed anew (0028).
 *
 *     fold('Lê Thị·Hồng')      // 'le thihong'
 *     fold('Đỗ Văn Đức')       // 'do van duc'
 *     fold('昌江左堤 K12+500')  // '昌江左堤k12+500'
 */
export function fold(text: string): string {
  return plainLetters(text.normalize('NFKD').replace(MARKS, '').normalize('NFC').toLowerCase())
    .replace(/['‘’‛′`·•・\u02b9-\u02bf]|\p{Cf}/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}+]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim()
}

/** The parts of a folded text at which a search may begin: each Chinese character, and each word of anything else. */
export function partsOf(folded: string): string[] {
  return folded.match(/\p{Script=Han}|[^\p{Script=Han} ]+/gu) ?? []
}
