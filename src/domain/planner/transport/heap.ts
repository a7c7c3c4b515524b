import { longer, n } from './state.ts'

/**
 * Whole numbers below 2^31 with their keys, least key first; what was pushed twice comes out twice. Pair i is
 * `pairs[2 * i]`, the key, and the number: what is compared and what comes with it stand side by side.
 */
export interface Heap {
  pairs: Int32Array
  size: number
}

export function newHeap(): Heap {
  return { pairs: new Int32Array(2048), size: 0 }
}

export function push(heap: Heap, key: number, item: number): void {
  if (2 * heap.size === heap.pairs.length) heap.pairs = longer(heap.pairs, heap.pairs.length)
  rise(heap.pairs, 0, heap.size++, key, item)
}

/** The first, which must be there. */
export function pop(heap: Heap): number {
  const { pairs } = heap
  const top = n(pairs, 1)
  const size = --heap.size
  sink(pairs, 0, size, n(pairs, 2 * size), n(pairs, 2 * size + 1))
  return top
}

/** Puts a pair into a heap of `count` that begins at `base`. Where it stands now: 0 is first. */
export function rise(pairs: Int32Array, base: number, count: number, key: number, item: number): number {
  let at = count
  while (at > 0) {
    const above = (at - 1) >> 1
    const aboveKey = pairs[base + 2 * above] as number
    if (aboveKey <= key) break
    pairs[base + 2 * at] = aboveKey
    pairs[base + 2 * at + 1] = pairs[base + 2 * above + 1] as number
    at = above
  }
  pairs[base + 2 * at] = key
  pairs[base + 2 * at + 1] = item
  return at
}

/** Puts a pair into a heap of `count` in the place of its first. */
export function sink(pairs: Int32Array, base: number, count: number, key: number, item: number): void {
  let at = 0
  for (let child = 1; child < count; child = 2 * at + 1) {
    let childKey = pairs[base + 2 * child] as number
    if (child + 1 < count && (pairs[base + 2 * child + 2] as number) < childKey) {
      child++
      childKey = pairs[base + 2 * child] as number
    }
    if (childKey >= key) break
    pairs[base + 2 * at] = childKey
    pairs[base + 2 * at + 1] = pairs[base + 2 * child + 1] as number
    at = child
  }
  pairs[base + 2 * at] = key
  pairs[base + 2 * at + 1] = item
}
