import { ARC, BEGIN, END, NOBODY, NOWHERE, n, of, type State, UNSERVED } from './state.ts'

/** Slots that nobody has, by the holders who could: of holder h the pairs from `from[h]` up to `from[h + 1]`. */
export interface Left {
  from: Int32Array
  /** Pair k is the slot, `slots[2 * k]`, and what it costs less than to leave it over, as a number below 0. */
  slots: Int32Array
}

/** `among`: slots that may have nobody; those who have somebody are taken out of it. */
export function leftOver(s: State, among: number[]): Left {
  const from = new Int32Array(s.holders + 1)
  const left = [...new Set(among)].filter((slot) => isLeft(s, slot))
  among.length = 0
  for (const slot of left) among.push(slot)
  each((_, holder) => {
    from[holder + 1] = n(from, holder + 1) + 1
  })
  for (let h = 0; h < s.holders; h++) from[h + 1] = n(from, h + 1) + n(from, h)
  const at = from.slice()
  const slots = new Int32Array(2 * n(from, s.holders))
  each((slot, holder, arc) => {
    const k = n(at, holder)
    at[holder] = k + 1
    slots[2 * k] = slot
    slots[2 * k + 1] = n(s.cost, arc) - of(s, slot, UNSERVED)
  })
  return { from, slots }

  function each(fn: (slot: number, holder: number, arc: number) => void): void {
    for (const slot of left) {
      for (let arc = of(s, slot, BEGIN); arc < of(s, slot, END); arc++) fn(slot, n(s.to, arc), arc)
    }
  }
}

/** All slots that nobody has. */
export function allLeft(s: State): number[] {
  const left: number[] = []
  for (let slot = 0; slot < s.count; slot++) if (isLeft(s, slot)) left.push(slot)
  return left
}

function isLeft(s: State, slot: number): boolean {
  return of(s, slot, ARC) === NOBODY && of(s, slot, BEGIN) !== NOWHERE
}
