/** The languages of the board, in the order in which they are offered. */
export const LANGS = ['en', 'zh'] as const
export type Lang = (typeof LANGS)[number]

/** The words of one room: each key in both languages, side by side, so that neither is forgotten. `{{n}}` is filled in. */
export type WordTable = Record<string, Record<Lang, string>>
