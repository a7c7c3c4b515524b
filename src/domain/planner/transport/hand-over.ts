import { type Drops, mayDrop } from './drops.ts'
import { came, type Exchanges, went } from './exchanges.ts'
import { arcTo, n, put, type State, take } from './state.ts'

/** What holders can do with the places they have: hand them on, or leave them over. */
export interface Options {
  readonly x: Exchanges
  readonly drop: Drops
}

/** A slot goes from one holder to another. */
export function handOver(s: State, options: Options, slot: number, giver: number, holder: number): void {
  take(s, slot)
  went(s, options.x, slot, giver)
  give(s, options, slot, arcTo(s, slot, holder))
}

/** A slot that nobody has goes to the holder of an arc. */
export function give(s: State, { x, drop }: Options, slot: number, arc: number): void {
  const holder = n(s.to, arc)
  put(s, slot, arc)
  came(s, x, slot, holder)
  mayDrop(s, drop, slot, holder)
}
