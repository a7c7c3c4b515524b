import { lengthM, type Position } from '../../base/geometry.ts'
import type { Drawing } from './areas.ts'
import { type Curve, curve, nearest, part, shifted, smoothed, wave } from './curves.ts'
import { DYKES, type DykePlan, LAKES } from './ground.ts'
import type { Dam, Polder } from './model.ts'
import { crossesItself, insideRings, type Km, toGlobe, toPlane } from './plane.ts'

/** A dyke on the drawing board. `dry` is +1 when the land that it keeps dry lies to the left of its line, else -1. */
export interface Dyke {
  plan: DykePlan
  line: Curve
  dry: 1 | -1
}

/**
 * Dykes in the order of the plan until they are `damKm` long together, the last cut off there. Fewer kilometres come
 * out when more are asked for than rivers and shores have room for (about 300).
 */
export function drawDykes(drawing: Drawing, damKm: number): Dyke[] {
  const onLand = landTest(drawing)
  const dykes: Dyke[] = []
  let left = damKm
  for (const [i, plan] of DYKES.entries()) {
    if (left < 0.5) break
    const { base, set, dry } = plan.bank === 'shore' ? alongShore(drawing, plan) : alongRiver(drawing, plan)
    const sway = wave(drawing.seed + 1009 * (i + 1), 3)
    const placed = shifted(base, (k) => dry * (set + 0.06 * sway(k * STEP)))
    const inward = (k: number, by: number) => shifted(placed, (n) => (n === k ? dry * by : 0))[k] as Km
    const dryShod = placed.map((p, k) => {
      let at = p
      for (let by = 0.1; plan.bank === 'shore' && !onLand(at) && by < 1.5; by += 0.1) at = inward(k, by)
      return at
    })
    const whole = curve(smoothed(longestRun(dryShod, onLand), 1))
    const line = whole.length > left ? curve(part(whole, 0, left, STEP)) : whole
    dykes.push({ plan, line, dry })
    left -= line.length
  }
  return dykes
}

/** The longest unbroken run of points that pass a test: a dyke ends where the county does. */
function longestRun(points: readonly Km[], passes: (p: Km) => boolean): Km[] {
  let [best, run]: [Km[], Km[]] = [[], []]
  for (const p of points) {
    run = passes(p) ? [...run, p] : []
    if (run.length > best.length) best = run
  }
  return best
}

/** Kilometres between the points of a dyke before it is written out. */
const STEP = 0.2

type Base = { base: Km[]; set: number; dry: 1 | -1 }

/** The stretch of a river along which a dyke runs, and how far from the middle of the stream it stands. */
function alongRiver(drawing: Drawing, plan: DykePlan): Base {
  const stream = drawing.streams.find((s) => s.code === plan.along) as Drawing['streams'][number]
  const [from, to] = [nearest(stream.course, toPlane(plan.from)).km, nearest(stream.course, toPlane(plan.to)).km]
  const base = part(stream.course, from, to, STEP)
  return {
    base,
    set: stream.widthKm / 2 + 0.2,
    dry: plan.bank === 'left' ? 1 : -1,
  }
}

/** The stretch of a shore along which a dyke runs: dykes cut off the smaller bays. The land lies left of a shore. */
function alongShore(drawing: Drawing, plan: DykePlan): Base {
  const ends = [toPlane(plan.from), toPlane(plan.to)] as const
  const lake = LAKES.findIndex((l) => l.code === plan.along)
  const shores = shoresOf(drawing, lake).map(curve)
  const off = (shore: Curve) => nearest(shore, ends[0]).off + nearest(shore, ends[1]).off
  const shore = shores.reduce((best, next) => (off(next) < off(best) ? next : best))
  const [from, to] = [nearest(shore, ends[0]).km, nearest(shore, ends[1]).km]
  return {
    base: smoothed(part(shore, from, to, STEP), 3),
    set: 0.3,
    dry: to > from ? 1 : -1,
  }
}

/** The shores of a lake, each an unbroken line with the land on its left. */
function shoresOf(drawing: Drawing, lake: number): Km[][] {
  const shores: Km[][] = []
  for (const ring of drawing.borders.rings(drawing.land)) {
    const wet = ring.map((stretch) => drawing.sites[stretch.outside]?.kind === lake)
    const start = Math.max(0, wet.indexOf(false)) // so that no shore is broken where the ring happens to begin
    let shore: Km[] | null = null
    for (let k = 0; k < ring.length; k++) {
      const i = (start + k) % ring.length
      if (!wet[i]) shore = null
      else if (shore) shore.push(...(ring[i]?.line ?? []))
      else {
        shore = [...(ring[i]?.line ?? [])]
        shores.push(shore)
      }
    }
  }
  return shores
}

function landTest(drawing: Drawing): (p: Km) => boolean {
  const polygons = drawing.borders.polygons(drawing.land)
  return (p) => polygons.some((rings) => insideRings(p, rings))
}

export function damsOf(dykes: readonly Dyke[]): Dam[] {
  return dykes.map(({ plan, line }) => {
    const coordinates = line.points.map(toGlobe)
    const { name, nameEn } = plan
    return {
      code: damCode(plan),
      name,
      nameEn,
      line: { type: 'LineString', coordinates },
      lengthM: lengthM(coordinates),
    }
  })
}

/** A polder for each dyke, but for one that winds so much that no plain area lies behind it. */
export function poldersOf(drawing: Drawing, dykes: readonly Dyke[]): Polder[] {
  const onLand = landTest(drawing)
  return dykes.flatMap((dyke): Polder[] => {
    const { plan } = dyke
    const ring = polderRing(dyke, drawing.seed, onLand)
    if (!ring) return []
    return [
      {
        code: `${damCode(plan)}-P`,
        name: `${plan.name}区`,
        nameEn: plan.nameEn.replace('Dyke', 'Polder'),
        dam: damCode(plan),
        polygon: { type: 'Polygon', coordinates: [ring] },
      },
    ]
  })
}

function damCode(plan: DykePlan): string {
  return `361128-${plan.code}`
}

/** Kilometres between the corners of a polder. */
const POLDER_STEP = 0.5

/**
 * The dyke and, behind it, a line as deep inland as the plan says: less at the ends and on narrow land. Where the ring
 * would cross itself in a bend, it is tried less deep, and then with the line behind closer to the dyke's own course.
 */
function polderRing({ line, plan, dry }: Dyke, seed: number, onLand: (p: Km) => boolean): Position[] | null {
  const front = part(line, 0, line.length, POLDER_STEP)
  const deep = wave(seed + Number(plan.code.slice(1)), 8)
  const depthAt = (k: number) => {
    const ends = Math.sqrt(Math.max(0, Math.sin((Math.PI * k) / (front.length - 1)))) // sin π may round to below 0
    return 0.15 + plan.depthKm * ends * (0.8 + 0.2 * deep(k * POLDER_STEP))
  }
  for (let reach = 5; reach >= 0; reach--) {
    const spine = smoothed(front, reach)
    for (let share = 1; share > 0.1; share *= 0.8) {
      const far = shifted(spine, (k) => dry * share * depthAt(k))
      const back = shifted(spine, (k) => dry * share * depthAt(k) * (onLand(far[k] as Km) ? 1 : 0.7))
      const ring = [...front, ...back.toReversed()]
      if (!crossesItself(ring)) return [...ring, ring[0] as Km].map(toGlobe)
    }
  }
  return null
}
