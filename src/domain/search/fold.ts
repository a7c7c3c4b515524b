const HAN = /\p{Script=Han}/u

/** Whether a text has a Chinese character in it. */
export function hasHan(text: string): boolean {
  return HAN.test(text)
}

/**
 * A text as it is compared: full-width forms as usual ones, small letters, Latin letters without their marks, no quotes or
 * dots inside a name, one space between words and none beside a Chinese character.
 *
 *     fold('Lê Thị·Hồng')      // 'le thihong'
 *     fold('昌江左堤 K12+500')  // '昌江左堤k12+500'
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ`·•・]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}+]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim()
}

/** The parts of a folded text at which a search may begin: each Chinese character, and each word of anything else. */
export function partsOf(folded: string): string[] {
  return folded.match(/\p{Script=Han}|[^\p{Script=Han} ]+/gu) ?? []
}
