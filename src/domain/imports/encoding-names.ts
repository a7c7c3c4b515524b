/** The encodings in which text may be said to be, by their names in the Encoding Standard. */
export const ENCODINGS = [
  'utf-8',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1256',
  'windows-1258',
  'windows-874',
  'koi8-u',
  'utf-16le',
  'utf-16be',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** An encoding that a text may be in, and how some of it then reads: who knows the names sees which is right. */
export interface Candidate {
  encoding: Encoding
  sample: string
}
