import { type Candidate, ENCODINGS, type Encoding } from './encoding-names.ts'

/** Either what the bytes are, or what they may be. `mixed`: some lines are in UTF-8, and the others in another. */
export type Recognised =
  | { encoding: Encoding; candidates?: undefined; mixed: boolean }
  | { encoding: null; candidates: Candidate[]; mixed: boolean }

/** So many bytes are looked at to tell encodings apart. */
const LOOKED_AT = 256 * 1024

const MARKS: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * The encoding of a text: by its mark; UTF-16 by zeros in every other byte; UTF-8 if every byte allows it. Anything else was
 * saved by an office program in its country's encoding, and the bytes alone do not say which: `£ukasz` and `Łukasz` are one.
 * It is sure only where a header that is known (编号, 氏名, имя) reads so in one encoding alone, or where much text keeps to
 * the common signs of GB 2312; else the candidates are returned, the likeliest first, for somebody to choose.
 */
export function recognise(bytes: Uint8Array): Recognised {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, i) => bytes[i] === byte)) return { encoding, mixed: false }
  }
  const wide = wideIn(bytes)
  if (wide) return { encoding: wide, mixed: false }
  if (isUtf8(bytes)) return { encoding: 'utf-8', mixed: false }
  const { strange, valid } = unusualLines(bytes)
  // A line of another encoding passes for UTF-8 now and then; a fifth of the lines does not.
  const mixed = valid * 4 >= strange.length
  const sample = joined(strange)
  const possible = ENCODINGS.flatMap((encoding) => {
    const text = encoding.startsWith('utf') ? null : decoded(sample, encoding)
    return text === null ? [] : [{ encoding, text, likely: likelihood(text) }]
  })
  const known = possible.filter(({ text }) => HEADERS.some((word) => text.includes(word)))
  if (known.length === 1 && known[0] && !mixed) return { encoding: known[0].encoding, mixed }
  if (isSurelyGb(sample) && !mixed) return { encoding: 'gb18030', mixed }
  return { encoding: null, candidates: chooseFrom(possible, bytes), mixed }
}

type Possible = { encoding: Encoding; text: string; likely: number }

/** The likeliest, each different reading once. */
function chooseFrom(possible: readonly Possible[], bytes: Uint8Array): Candidate[] {
  const used = usedBytes(bytes)
  const readings = new Set<string>()
  const best = Math.max(0, ...possible.map((each) => each.likely))
  return possible
    .filter(({ likely }) => likely >= best * 0.6)
    .sort((a, b) => b.likely - a.likely)
    .flatMap(({ encoding, text }) => {
      // Encodings of one byte a letter read alike if they do so for each byte that is used.
      const reading = SINGLE.test(encoding) ? (decoded(used, encoding, false) ?? text) : text
      if (readings.has(reading)) return []
      readings.add(reading)
      return [{ encoding, sample: sampleOf(text) }]
    })
    .slice(0, 8)
}

const SINGLE = /^(?:windows|koi8)/

/** Frequent headers, in their languages: what reads so by chance is next to nothing. */
const HEADERS = [
  ...[
    '姓名',
    '编号',
    '名称',
    '代码',
    '单位',
    '支部',
    '组织',
    '手机',
    '电话',
    '职务',
    '地址',
    '经度',
    '纬度',
    '备注',
    '日期',
    '区划',
  ],
  ...['編號', '名稱', '代碼', '單位', '組織', '手機', '電話', '職務', '經度', '緯度', '備註'],
  ...['氏名', '名前', '番号', '住所', '所属', '役職', '経度', 'フリガナ', 'ふりがな'],
  ...['이름', '성명', '번호', '전화', '주소', '소속'],
  ...['Имя', 'имя', 'Фамилия', 'ФИО', 'Телефон', 'телефон', 'Код', 'Название', 'Адрес', 'Должность'],
  ...['Điện thoại', 'điện thoại', 'Số điện', 'Họ tên', 'Họ và tên'],
]

/** The first lines with bytes past ASCII that are not UTF-8; how many of the lines with such bytes are. */
function unusualLines(bytes: Uint8Array): { strange: Uint8Array[]; valid: number } {
  const strange: Uint8Array[] = []
  let valid = 0
  let size = 0
  for (const line of linesOf(bytes)) {
    if (!line.some((byte) => byte >= 0x80)) continue
    if (isUtf8(line)) valid++
    else {
      strange.push(line)
      size += line.length
      if (size > LOOKED_AT) break
    }
  }
  return { strange, valid }
}

/** Lines as bytes; in encodings of East Asia no second byte is a line's end. */
export function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from)
    const to = end < 0 ? bytes.length : end + 1
    yield bytes.subarray(from, to)
    from = to
  }
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(lines)
}

/** The text, or null where a byte does not stand for anything. */
export function decoded(bytes: Uint8Array, encoding: Encoding, fatal = true): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes)
  } catch {
    return null
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  return decoded(bytes, 'utf-8') !== null
}

/** Bytes past ASCII that occur, in the file's first part. */
function usedBytes(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(new Set(bytes.subarray(0, 16 * LOOKED_AT).filter((byte) => byte >= 0x80))).sort()
}

/** UTF-16 without its mark: the digits, separators and line ends of a table have a zero in every other byte. */
function wideIn(bytes: Uint8Array): Encoding | null {
  const head = bytes.subarray(0, Math.min(bytes.length, 64 * 1024) & ~1)
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] as number) + 1
  const [even, odd] = zeros as [number, number]
  const pairs = head.length / 2
  if (pairs < 4 || Math.max(even, odd) < pairs * 0.15 || Math.min(even, odd) > pairs * 0.01) return null
  const encoding = odd > even ? 'utf-16le' : 'utf-16be'
  return decoded(head, encoding, false)?.includes('\ufffd') ? null : encoding
}

/**
 * How much a text looks like words: the share of letters among what is past ASCII, less for words of two alphabets and for
 * signs that hardly anybody uses.
 */
function likelihood(text: string): number {
  const past = text.match(/[^\0-\x7f]/gu) ?? []
  if (past.length === 0) return 0
  const letters = past.filter(
    (sign) => /[\p{L}\p{M}]/u.test(sign) && !/[\p{Co}\p{Cn}\ua000-\uabff\u{20000}-\u{3ffff}]/u.test(sign),
  )
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? []
  const unusual = words.filter((word) => /[^\0-\x7f]/.test(word))
  const odd = unusual.filter(isOddWord).length / Math.max(1, unusual.length)
  return (letters.length / past.length) * (1 - odd * 0.7)
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Thai'].map(
  (name) => new RegExp(`\\p{Script=${name}}`, 'u'),
)

/** Letters of two alphabets in one word, kana of half width, or a small letter before a capital: `ГЎl`, `ÁõÇ¿`. */
function isOddWord(word: string): boolean {
  if (SCRIPTS.filter((script) => script.test(word)).length > 1) return true
  return /[\uff61-\uff9f]/.test(word) || /\p{Ll}\p{Lu}/u.test(word)
}

/**
 * Pairs of two high bytes, most of them common signs of GB 2312. In Big5 and Shift_JIS second bytes are often low; what is
 * Korean keeps to the leads B0 to C8.
 */
function isSurelyGb(bytes: Uint8Array): boolean {
  let pairs = 0
  let common = 0
  let late = 0
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] as number
    if (lead < 0x80) continue
    const trail = bytes[++i] ?? 0
    if (lead < 0xa1 || trail < 0xa1) return false
    pairs++
    if (lead >= 0xb0 && lead <= 0xd7) common++
    if (lead > 0xc8 && lead <= 0xd7) late++
  }
  return pairs >= 40 && common >= pairs * 0.85 && late >= pairs * 0.15
}

/** A few short passages with letters past ASCII. */
function sampleOf(text: string): string {
  const passages = new Set<string>()
  for (const cell of text.split(/[,;\t|\r\n]+/)) {
    const word = cell.replaceAll('"', '').trim()
    if (/[^\0-\x7f]/.test(word)) passages.add(word.length > 24 ? `${word.slice(0, 23)}…` : word)
    if (passages.size === 5) break
  }
  return [...passages].join(', ')
}
