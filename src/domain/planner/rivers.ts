import type { Position } from '../../base/geometry.ts'

/** A river's line: its stretches, each from bend to bend, in whatever order. */
export type River = readonly (readonly Position[])[]

/** Whether two positions lie on different sides of a river. */
export type Parted = (a: Position, b: Position) => boolean

/** Degrees: about a kilometre, which is as far as many ways are. */
const CELL = 0.01
const COLUMNS = 360 / CELL

/**
 * A way that crosses a river an odd number of times ends on its other side; one that crosses a bend of it twice does not.
 * Stretches are found by the cells of a grid that they and the way pass through, so that it takes no longer where there are
 * many. Straight lines between degrees, as all distances of a plan are short.
 */
export function partedBy(rivers: readonly River[]): Parted {
  const parts: number[] = []
  const riverOf: number[] = []
  const cells = new Map<number, number[]>()
  for (const [river, stretches] of rivers.entries()) {
    for (const stretch of stretches) {
      for (let i = 1; i < stretch.length; i++) {
        const [from, to] = [stretch[i - 1] as Position, stretch[i] as Position]
        const part = riverOf.push(river) - 1
        parts.push(...from, ...to)
        alongCells(from, to, (cell) => {
          const there = cells.get(cell)
          if (there) there.push(part)
          else cells.set(cell, [part])
        })
      }
    }
  }
  // A part lies in several cells and is asked about once a way.
  const asked = new Int32Array(riverOf.length)
  const odd = new Uint8Array(rivers.length)
  let way = 0
  return (a, b) => {
    if (riverOf.length === 0) return false
    way++
    let others = 0
    const turned: number[] = []
    alongCells(a, b, (cell) => {
      for (const part of cells.get(cell) ?? []) {
        if (asked[part] === way) continue
        asked[part] = way
        if (!meets(a, b, parts, 4 * part)) continue
        const river = riverOf[part] as number
        odd[river] = 1 - (odd[river] as number)
        others += odd[river] === 1 ? 1 : -1
        turned.push(river)
      }
    })
    for (const river of turned) odd[river] = 0
    return others > 0
  }
}

/** Whether a way meets a part. Which side an end lies on is half-open, so that a way through a bend meets one part of the two. */
function meets(a: Position, b: Position, parts: readonly number[], at: number): boolean {
  const c: Position = [parts[at] as number, parts[at + 1] as number]
  const d: Position = [parts[at + 2] as number, parts[at + 3] as number]
  return isLeft(a, b, c) !== isLeft(a, b, d) && isLeft(c, d, a) !== isLeft(c, d, b)
}

function isLeft(a: Position, b: Position, p: Position): boolean {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) >= 0
}

/** The cells that a straight line passes through, row by row; some that it only touches besides. */
function alongCells(a: Position, b: Position, visit: (cell: number) => void): void {
  const [low, high] = a[1] <= b[1] ? [a, b] : [b, a]
  const last = Math.floor(high[1] / CELL)
  const slope = high[1] === low[1] ? 0 : (high[0] - low[0]) / (high[1] - low[1])
  for (let row = Math.floor(low[1] / CELL); row <= last; row++) {
    const from = row * CELL <= low[1] ? low[0] : low[0] + (row * CELL - low[1]) * slope
    const to = row === last ? high[0] : low[0] + ((row + 1) * CELL - low[1]) * slope
    const end = columnOf(Math.max(from, to))
    for (let column = columnOf(Math.min(from, to)); column <= end; column++) visit(row * COLUMNS + column)
  }
}

const columnOf = (lon: number) => Math.floor((lon + 180) / CELL)
