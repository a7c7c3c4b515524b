/**
 * Marks that are left out where names are compared, as their writers leave them out: accents of Latin, Greek and Cyrillic, points of
 * Hebrew, Syriac and Arabic (harakat, and what NFKD takes off an alef), and tatweel, which only stretches a word. The vowel signs of
 * the scripts of India and Thailand, and what tells が from か, are marks by Unicode and letters by use: without them other names
 * would be found.
 */
export const MARKS =
  /[[\p{Mn}&&[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]]--[\u3099\u309a]]|\u0640/gv

/** Letters that Unicode does not take apart, each as it is typed by who has no key for it: `đ d` is a pair. Letters that are
 * never written for one another, such as the ک and گ of Persian, are not one. */
const PAIRS = `
  đ d, ð d, ɖ d, ɗ d, ȡ d, ħ h, ɦ h, ı i, ɨ i, ĸ k, ƙ k, ł l, ƚ l, ɫ l, ŋ n, ɲ n, ƞ n, ø o, ɔ o, ɵ o, ŧ t, ƭ t, ʈ t, ƀ b, ɓ b, ƃ b,
  ƈ c, ȼ c, ə e, ǝ e, ɛ e, ɇ e, ƒ f, ǥ g, ɠ g, ɉ j, ɍ r, ʂ s, ƥ p, ʉ u, ʋ v, ƴ y, ɏ y, ƶ z, ȥ z, ⱥ a, ⱦ t,
  ß ss, æ ae, œ oe, þ th,
  ς σ,
  ґ г, ғ г, қ к, ҝ к, ӄ к, ң н, ҥ н, ө о, ұ у, ү у, һ х, ҳ х, ҷ ч, ҹ ч, ә а, җ ж, ҙ з, ҫ с, є е, і и,
  ٱ ا, ى ي, ی ي, ې ي, ے ي, ة ه, ہ ه, ھ ه, ە ه, ک ك`

const PLAIN = new Map(PAIRS.split(',').map((pair) => pair.trim().split(' ') as [letter: string, plain: string]))
const LETTER = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'gu')

/** A text in small letters with such letters made plain. */
export function plainLetters(text: string): string {
  return text.replace(LETTER, (letter) => PLAIN.get(letter) ?? letter)
}
