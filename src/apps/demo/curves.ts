import { seeded } from '../../base/random.ts'
import { gap, type Km, nearestOnSegment } from './plane.ts'

/** A line walked by its length: rivers, shores and dykes are curves until they are written out in degrees. */
export interface Curve {
  readonly points: readonly Km[]
  /** Kilometres from the start to each point. */
  readonly at: readonly number[]
  readonly length: number
}

export function curve(points: readonly Km[]): Curve {
  const at = [0]
  for (let i = 1; i < points.length; i++) at.push((at[i - 1] as number) + gap(points[i - 1] as Km, points[i] as Km))
  return { points, at, length: at.at(-1) as number }
}

/** The point `km` along a curve, and the unit direction in which the curve runs there. */
export function walk(c: Curve, km: number): { point: Km; ahead: Km } {
  let i = 1
  while (i < c.points.length - 1 && (c.at[i] as number) < km) i++
  const [a, b] = [c.points[i - 1] as Km, c.points[i] as Km]
  const span = gap(a, b) || 1
  const t = Math.max(0, Math.min(1, (km - (c.at[i - 1] as number)) / span))
  const ahead: Km = [(b[0] - a[0]) / span, (b[1] - a[1]) / span]
  return { point: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])], ahead }
}

/** Where a curve comes nearest to `p`: kilometres along it, and kilometres off it. */
export function nearest(c: Curve, p: Km): { km: number; off: number } {
  let best = { km: 0, off: Number.POSITIVE_INFINITY }
  for (let i = 1; i < c.points.length; i++) {
    const { t, off } = nearestOnSegment(p, c.points[i - 1] as Km, c.points[i] as Km)
    if (off < best.off)
      best = {
        km: (c.at[i - 1] as number) * (1 - t) + (c.at[i] as number) * t,
        off,
      }
  }
  return best
}

/** The part of a curve between two lengths, in points `step` kilometres apart; runs backwards when `to` < `from`. */
export function part(c: Curve, from: number, to: number, step: number): Km[] {
  const pieces = Math.max(1, Math.ceil(Math.abs(to - from) / step))
  return Array.from({ length: pieces + 1 }, (_, i) => walk(c, from + ((to - from) * i) / pieces).point)
}

/** A smooth line through points drawn by hand (centripetal enough: a uniform Catmull-Rom spline of `pieces` a span). */
export function spline(points: readonly Km[], pieces = 12): Km[] {
  const line: Km[] = []
  const p = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))] as Km
  for (let i = 0; i < points.length - 1; i++) {
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces
      const blend = (d: 0 | 1) =>
        0.5 *
        (2 * p(i)[d] +
          (p(i + 1)[d] - p(i - 1)[d]) * t +
          (2 * p(i - 1)[d] - 5 * p(i)[d] + 4 * p(i + 1)[d] - p(i + 2)[d]) * t * t +
          (3 * p(i)[d] - p(i - 1)[d] - 3 * p(i + 1)[d] + p(i + 2)[d]) * t * t * t)
      line.push([blend(0), blend(1)])
    }
  }
  line.push(p(points.length - 1))
  return line
}

/** Each point replaced by the mean of its neighbours up to `reach` steps away; the ends stay. */
export function smoothed(line: readonly Km[], reach: number): Km[] {
  return line.map((_, i) => {
    const r = Math.min(reach, i, line.length - 1 - i)
    let [x, y] = [0, 0]
    for (let k = i - r; k <= i + r; k++) {
      x += (line[k] as Km)[0]
      y += (line[k] as Km)[1]
    }
    return [x / (2 * r + 1), y / (2 * r + 1)]
  })
}

/** The line moved to its left by `by(i)` kilometres at each point, square to the way it runs there. */
export function shifted(line: readonly Km[], by: (index: number) => number): Km[] {
  return line.map((p, i) => {
    const [a, b] = [line[Math.max(0, i - 1)] as Km, line[Math.min(line.length - 1, i + 1)] as Km]
    const span = gap(a, b) || 1
    const d = by(i)
    return [p[0] - ((b[1] - a[1]) / span) * d, p[1] + ((b[0] - a[0]) / span) * d]
  })
}

/** A smooth wave between -1 and 1 over kilometres: three sines whose lengths and phases come from the seed. */
export function wave(seed: number, lengthKm: number): (km: number) => number {
  const random = seeded(seed)
  const sines = [1, 0.6, 0.35].map((size, i) => ({
    size: size / 1.95,
    pace: (2 * Math.PI * (i + 1) * (0.8 + 0.4 * random())) / lengthKm,
    phase: 2 * Math.PI * random(),
  }))
  return (km) => sines.reduce((sum, s) => sum + s.size * Math.sin(km * s.pace + s.phase), 0)
}
