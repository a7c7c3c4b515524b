import { type Random, seeded } from '../../base/random.ts'
import { type Curve, curve, nearest, shifted, spline, walk, wave } from './curves.ts'
import { LAKES, OUTLINE, SEATS } from './ground.ts'
import { drawIn, gap, insideRing, type Km, toPlane } from './plane.ts'
import type { Stream } from './rivers.ts'

/** What a cell of the drawing is: a village's land, a lake's water (by its number in LAKES), or beyond the county. */
export type Kind = 'land' | 'beyond' | number

export interface Site {
  readonly at: Km
  readonly kind: Kind
}

/**
 * The sites round which cells are drawn: `villages` of land, as many of water and beyond as surround them. Along the
 * outline, the shores and the rivers sites stand in pairs, one on each side, so that the border between their cells
 * follows the line; elsewhere each is put where it stands freest, closer together round the county's town.
 */
export function placeSites(villages: number, streams: readonly Stream[], seed: number): Site[] {
  const random = seeded(seed)
  const outline = closed(OUTLINE.map(toPlane), wave(seed + 7, 14))
  const lakes = LAKES.map((lake, i) => closed(lake.ring.map(toPlane), wave(seed + 8 + i, 7)))
  const kindAt = (p: Km): Kind => {
    const inner = lakes.findIndex((ring, i) => i > 0 && insideRing(p, ring))
    if (inner > 0) return inner
    if (insideRing(p, outline)) return 'land'
    return insideRing(p, lakes[0] as Km[]) ? 0 : 'beyond'
  }
  const draft: Draft = { sites: [], random, kindAt }
  const seams = [outline, ...lakes.slice(1)].map((ring) => curve([...ring, ring[0] as Km]))
  const courses = streams.map((stream) => stream.course)
  for (const seam of seams) pairsAlong(draft, seam, { stepKm: 2.6, offKm: 1.05 }, (a, b) => a !== b)
  for (const course of courses) {
    pairsAlong(draft, course, { stepKm: 2.4, offKm: 0.95 }, (a, b) => a === 'land' && b === 'land')
  }
  const [southWest, northEast] = boxRound(outline, 0)
  let land = draft.sites.filter((s) => s.kind === 'land').length
  for (; land < villages; land++) {
    const at = freest(draft, () => drawIn(random, southWest, northEast), [...seams, ...courses])
    draft.sites.push({ at, kind: 'land' })
  }
  const lake = lakes[0] as Km[]
  surround(draft, [...seams, curve(lake)], boxRound([...outline, ...lake], MARGIN))
  return draft.sites
}

/** The sites so far, and what is asked for each new one. */
interface Draft {
  readonly sites: Site[]
  readonly random: Random
  readonly kindAt: (p: Km) => Kind
}

/** How close villages stand, against the rest of the county: the town's communities are small. */
function closeness(p: Km): number {
  const town = toPlane(SEATS['361128001'] as [number, number])
  return 0.35 + 0.65 * Math.min(1, gap(p, town) / 9)
}

/** Pairs of sites on both sides of a line, where `wanted` says yes to what lies there and no other site is near. */
function pairsAlong(
  { sites, random, kindAt }: Draft,
  line: Curve,
  { stepKm, offKm }: { stepKm: number; offKm: number },
  wanted: (left: Kind, right: Kind) => boolean,
): void {
  for (let km = stepKm / 2; km < line.length; ) {
    const { point, ahead } = walk(line, km)
    const scale = Math.max(0.6, closeness(point))
    const off = offKm * scale * (0.8 + 0.4 * random())
    const jitter = () => (random() - 0.5) * 0.06
    const left: Km = [point[0] - ahead[1] * off + jitter(), point[1] + ahead[0] * off + jitter()]
    const right: Km = [point[0] + ahead[1] * off + jitter(), point[1] - ahead[0] * off + jitter()]
    const [a, b] = [kindAt(left), kindAt(right)]
    const free = sites.every((s) => gap(s.at, left) > 1.5 * scale && gap(s.at, right) > 1.5 * scale)
    if (free && wanted(a, b)) sites.push({ at: left, kind: a }, { at: right, kind: b })
    km += stepKm * scale * (0.85 + 0.3 * random())
  }
}

/** Of a dozen draws on land and off the lines, the one farthest from every site, measured in the spacing usual there. */
function freest({ sites, kindAt }: Draft, draw: () => Km, lines: readonly Curve[]): Km {
  let best: { at: Km; score: number } | null = null
  for (let tries = 0, fit = 0; fit < 12 || !best; tries++) {
    const at = draw()
    if (kindAt(at) !== 'land') continue
    const spacing = closeness(at)
    let near = Number.POSITIVE_INFINITY
    for (const site of sites) near = Math.min(near, gap(site.at, at))
    const offLine = tries > 400 || lines.every((line) => nearest(line, at).off > 1.2 * spacing)
    fit++
    if (offLine && near / spacing > (best?.score ?? 0)) best = { at, score: near / spacing }
  }
  return best.at
}

/** How far beyond the county and its lake cells are drawn, in km: enough to close every cell that is shown. */
const MARGIN = 7

/** Fills the lakes and a margin round county and lake with sites about as close as the villages stand. */
function surround({ sites, random, kindAt }: Draft, lines: readonly Curve[], [low, high]: [Km, Km]): void {
  for (let misses = 0; misses < 500; ) {
    const at = drawIn(random, low, high)
    const kind = kindAt(at)
    if (kind === 'land' || (kind === 'beyond' && lines.every((line) => nearest(line, at).off > MARGIN))) continue
    if (sites.some((s) => gap(s.at, at) < 2.6)) misses++
    else sites.push({ at, kind })
  }
}

/** A smooth closed ring through points drawn by hand, bent in and out by up to a kilometre. */
function closed(points: Km[], bend: (km: number) => number): Km[] {
  const round = curve(spline([...points.slice(-2), ...points, ...points.slice(0, 3)], 6))
  const [from, to] = [12, 12 + 6 * points.length]
  const fade = (i: number) => Math.min(1, (i - from) / 12, (to - i) / 12)
  return shifted(round.points, (i) => fade(i) * bend(round.at[i] as number)).slice(from, to)
}

function boxRound(points: readonly Km[], margin: number): [Km, Km] {
  const xs = points.map((p) => p[0])
  const ys = points.map((p) => p[1])
  return [
    [Math.min(...xs) - margin, Math.min(...ys) - margin],
    [Math.max(...xs) + margin, Math.max(...ys) + margin],
  ]
}
