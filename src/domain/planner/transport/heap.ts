/** Whole numbers below 2^31 with their keys, least key first; what was pushed twice comes out twice. */
export interface Heap {
  size(): number
  clear(): void
  leastKey(): number
  push(key: number, item: number): void
  pop(): number
}

export function heap(): Heap {
  let keys = new Int32Array(1024)
  let items = new Int32Array(1024)
  let size = 0
  return {
    size: () => size,
    clear() {
      size = 0
    },
    leastKey: () => keys[0] as number,
    push(key, item) {
      if (size === keys.length) grow()
      let at = size++
      while (at > 0) {
        const above = (at - 1) >> 1
        const aboveKey = keys[above] as number
        if (aboveKey <= key) break
        keys[at] = aboveKey
        items[at] = items[above] as number
        at = above
      }
      keys[at] = key
      items[at] = item
    },
    pop() {
      const top = items[0] as number
      size--
      const key = keys[size] as number
      const item = items[size] as number
      let at = 0
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++
        const childKey = keys[child] as number
        if (childKey >= key) break
        keys[at] = childKey
        items[at] = items[child] as number
        at = child
      }
      keys[at] = key
      items[at] = item
      return top
    },
  }

  function grow(): void {
    const [k, i] = [new Int32Array(keys.length * 2), new Int32Array(keys.length * 2)]
    k.set(keys)
    i.set(items)
    keys = k
    items = i
  }
}
