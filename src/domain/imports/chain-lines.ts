import { distanceM, type Position } from '../../base/geometry.ts'

/** Ends closer than this are one point, drawn twice. */
export const MEETING_M = 5

/**
 * Joins the parts of a line whose ends meet within `toleranceM` metres, turning a part round where it was drawn the
 * other way; parts that meet nothing stay lines of their own, and so do those that meet across the 180th meridian, where no line may
 * cross. The first part of each line gives its direction, and a
 * junction of three goes on with the part drawn first.
 */
export function chainLines(parts: readonly (readonly Position[])[], toleranceM = MEETING_M): Position[][] {
  const left = parts.filter((part) => part.length > 1).map((part) => [...part])
  const chains: Position[][] = []
  for (let chain = left.shift(); chain; chain = left.shift()) {
    for (let grown = grow(chain, left, toleranceM); grown; grown = grow(chain, left, toleranceM)) chain = grown
    chains.push(chain)
  }
  return chains
}

/** The chain with one more part, which is taken out of `left`; null when none meets it. */
function grow(chain: Position[], left: Position[][], toleranceM: number): Position[] | null {
  const start = chain[0] as Position
  const end = chain.at(-1) as Position
  const meets = (a: Position, b: Position) => Math.abs(a[0] - b[0]) <= 180 && distanceM(a, b) <= toleranceM
  for (const [i, part] of left.entries()) {
    const first = part[0] as Position
    const last = part.at(-1) as Position
    let grown: Position[] | null = null
    if (meets(end, first)) grown = [...chain, ...part]
    else if (meets(end, last)) grown = [...chain, ...part.toReversed()]
    else if (meets(start, last)) grown = [...part, ...chain]
    else if (meets(start, first)) grown = [...part.toReversed(), ...chain]
    if (grown) {
      left.splice(i, 1)
      return grown
    }
  }
  return null
}
