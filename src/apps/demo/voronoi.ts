import { gap, type Km } from './plane.ts'

/** One side of a cell: the site across it, and its two corners, walking counter-clockwise round the cell. */
export interface Side {
  readonly across: number
  readonly from: Corner
  readonly to: Corner
}

/** A corner where three cells meet. `key` names the three, so that all of them find the same corner. */
interface Corner {
  readonly key: string
  readonly at: Km
}

/**
 * The Voronoi cells of sites on the plane, as the sides of each cell in counter-clockwise order. A cell that reaches
 * more than `reach` km from its site is open and gets no sides: surround what matters with sites that do not.
 * Every cell is cut by the bisectors of its neighbours, nearest first. A triangulation would be quicker for many sites;
 * for the thousand of a county this takes a fraction of a second and needs no library.
 */
export function voronoi(sites: readonly Km[], reach: number): Side[][] {
  return sites.map((site, i) => {
    const others: number[] = []
    for (let j = 0; j < sites.length; j++) if (j !== i && gap(site, sites[j] as Km) < 2 * reach) others.push(j)
    others.sort((a, b) => gap(site, sites[a] as Km) - gap(site, sites[b] as Km))
    const across = cut(site, others, sites, reach)
    if (across.includes(OPEN)) return []
    return across.map((j, k) => ({
      across: j,
      from: corner(sites, i, across.at(k - 1) as number, j),
      to: corner(sites, i, j, across[(k + 1) % across.length] as number),
    }))
  })
}

const OPEN = -1

/** Sites across the sides of one cell, in order; OPEN where the starting square was not cut away. */
function cut(site: Km, others: readonly number[], sites: readonly Km[], reach: number): number[] {
  // Corners relative to the site; `labels[k]` is what lies across the side from corner k to corner k + 1.
  let corners: Km[] = [
    [-reach, -reach],
    [reach, -reach],
    [reach, reach],
    [-reach, reach],
  ]
  let labels = [OPEN, OPEN, OPEN, OPEN]
  for (const j of others) {
    const other = sites[j] as Km
    const [nx, ny] = [other[0] - site[0], other[1] - site[1]]
    const half = (nx * nx + ny * ny) / 2
    const farthest = Math.max(...corners.map(([x, y]) => x * x + y * y))
    if (half / 2 > farthest) break // its bisector, and every later one, lies beyond the cell
    const over = corners.map(([x, y]) => x * nx + y * ny - half)
    if (over.every((v) => v <= 0)) continue
    const [nextCorners, nextLabels]: [Km[], number[]] = [[], []]
    for (let k = 0; k < corners.length; k++) {
      const n = (k + 1) % corners.length
      const [a, b, va, vb] = [corners[k] as Km, corners[n] as Km, over[k] as number, over[n] as number]
      if (va <= 0) {
        nextCorners.push(a)
        nextLabels.push(labels[k] as number)
      }
      if (va <= 0 !== vb <= 0) {
        const t = va / (va - vb)
        nextCorners.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
        nextLabels.push(va <= 0 ? j : (labels[k] as number))
      }
    }
    corners = nextCorners
    labels = nextLabels
  }
  return labels
}

/** The centre of the circle through three sites, computed in one order whoever asks, so that it is the same number. */
function corner(sites: readonly Km[], ...three: [number, number, number]): Corner {
  const order = three.sort((a, b) => a - b)
  const [a, b, c] = order.map((i) => sites[i] as Km) as [Km, Km, Km]
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]]
  const d = 2 * (bx * cy - by * cx)
  const [bb, cc] = [bx * bx + by * by, cx * cx + cy * cy]
  return {
    key: order.join('/'),
    at: [a[0] + (cy * bb - by * cc) / d, a[1] + (bx * cc - cx * bb) / d],
  }
}
