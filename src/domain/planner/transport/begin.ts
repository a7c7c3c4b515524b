import { cheapest, NOBODY, of, put, type State, UNSERVED } from './state.ts'

/** Everyone takes the cheapest there is, whoever else does: those who come to have too many hand them on afterwards. */
export function begin(s: State): void {
  for (let slot = 0; slot < s.count; slot++) {
    const arc = cheapest(s, slot, NOBODY, of(s, slot, UNSERVED))
    if (arc !== NOBODY) put(s, slot, arc)
  }
}
