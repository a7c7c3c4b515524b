import { distanceM, type Position } from '../../base/geometry.ts'

/** A piece of a line between two chainages, in metres from the line's first position. */
export interface Piece {
  fromM: number
  toM: number
  line: Position[]
}

/** A last piece shorter than this share of a section is joined to the one before: nobody patrols 60 m. */
const SHORTEST = 0.4

/**
 * Cuts a line into pieces of `sectionM` metres; the last is what remains, between 0.4 and 1.4 sections. Pieces join end
 * to end, keep every bend, and their chainages are the line's own. A line without length gives no piece.
 * Chainage is measured on the sphere (`distanceM`) and a cut lies straight between its neighbours in degrees, which is
 * off by less than a millimetre for bends within a kilometre of one another.
 */
export function cutLine(line: readonly Position[], sectionM: number): Piece[] {
  const bends = withChainage(line)
  const total = bends.at(-1)?.m ?? 0
  if (total <= 0 || !(sectionM > 0)) return []
  const cuts = cutsOf(total, sectionM)
  const pieces: Piece[] = []
  let next = 0
  for (let i = 1; i < cuts.length; i++) {
    const fromM = cuts[i - 1] as number
    const toM = cuts[i] as number
    const piece: Position[] = [positionAt(bends, next, fromM)]
    while (next < bends.length && (bends[next] as Bend).m <= fromM) next++
    while (next < bends.length && (bends[next] as Bend).m < toM) piece.push((bends[next++] as Bend).at)
    piece.push(positionAt(bends, next, toM))
    pieces.push({ fromM, toM, line: piece })
  }
  return pieces
}

/** A position of the line and its chainage in metres. */
type Bend = { at: Position; m: number }

/** Repeated positions are dropped: they have no length to cut. */
function withChainage(line: readonly Position[]): Bend[] {
  const bends: Bend[] = []
  for (const at of line) {
    const last = bends.at(-1)
    if (!last) bends.push({ at, m: 0 })
    else if (distanceM(last.at, at) > 0) bends.push({ at, m: last.m + distanceM(last.at, at) })
  }
  return bends
}

function cutsOf(total: number, sectionM: number): number[] {
  const whole = Math.floor(total / sectionM)
  const rest = total - whole * sectionM
  const inner = rest < SHORTEST * sectionM ? whole - 1 : whole
  const cuts = Array.from({ length: Math.max(0, inner) + 1 }, (_, i) => i * sectionM)
  return [...cuts, total]
}

/** The position at chainage `m`, given the index of a bend at or before the first that lies beyond it. */
function positionAt(bends: Bend[], from: number, m: number): Position {
  let i = Math.max(1, from)
  while (i < bends.length - 1 && (bends[i] as Bend).m < m) i++
  const a = bends[i - 1] as Bend
  const b = bends[i] as Bend
  if (m <= a.m) return a.at
  if (m >= b.m) return b.at
  const t = (m - a.m) / (b.m - a.m)
  return [a.at[0] + t * (b.at[0] - a.at[0]), a.at[1] + t * (b.at[1] - a.at[1])]
}
