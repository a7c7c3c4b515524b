import type { Ground } from './model.ts'

/** Ids are packed, sixteen bytes each, as the database sends them: 300,000 are 5 MB so, and some 20 MB as texts. */

/** Packed bytes as four 32-bit words an id, which compare in the order of the ids. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(bytes.length / 4)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(i * 4)
  return words
}

/** The id of a row as text. */
export function idOf(ground: Ground, row: number): string {
  let hex = ''
  for (let i = row * 4; i < row * 4 + 4; i++) hex += (ground.ids[i] as number).toString(16).padStart(8, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The first row whose id is not before the k-th of `words`, looked for from `from` on. */
export function lowerRow(ids: Uint32Array, words: Uint32Array, k: number, from = 0): number {
  let [low, high] = [from, ids.length / 4]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(ids, middle, words, k) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Calls `found` with the row of each id that the ground has; the ids are in their order, each once. */
export function eachRow(ids: Uint32Array, packed: Uint8Array, found: (row: number, k: number) => void): void {
  const words = wordsOf(packed)
  let row = 0
  for (let k = 0; k < words.length / 4; k++) {
    row = lowerRow(ids, words, k, row)
    if (row < ids.length / 4 && compare(ids, row, words, k) === 0) found(row, k)
  }
}

/** The first row after an id given as text; 0 without one. */
export function rowAfter(ground: Ground, id: string | null): number {
  if (id === null) return 0
  const words = wordsOf(Buffer.from(id.replaceAll('-', ''), 'hex'))
  const row = lowerRow(ground.ids, words, 0)
  return row < ground.count && compare(ground.ids, row, words, 0) === 0 ? row + 1 : row
}

function compare(a: Uint32Array, i: number, b: Uint32Array, k: number): number {
  for (let w = 0; w < 4; w++) {
    const difference = (a[i * 4 + w] as number) - (b[k * 4 + w] as number)
    if (difference !== 0) return difference
  }
  return 0
}
