import { HAZARD_MARK, HAZARD_MUDDY, HAZARD_TRIANGLE } from '../hazard/hazard-sign.tsx'
import { STATE_ORDER, type State } from '../ui/state-order.ts'
import { GLYPHS, PERSON, STATE_STROKES } from './glyphs.ts'
import type { Palette } from './palette.ts'

/** Device pixels a CSS pixel of every image of the map: sharp on the screens that people have. */
export const RATIO = 2

/** Parts that a ring is divided into: its shares are told no finer, so that few rings have to be drawn. */
export const RING_PARTS = 12

type Paint = CanvasRenderingContext2D

/**
 * Draws an image of the style by its name, `theme/what/…`; null: no such image. They are made when they are first needed,
 * by canvas, so that there is no file to load:
 * `hatch` what is warned · `cross` nobody on a dam · `dot/state` a place · `site/kind/state` a place with a sign of its own ·
 * `ring/size/n/n/…` many places, by the parts of a ring that each state has · `mark/state` within a label · `person` ·
 * `hazard/muddy` and `hazard/clear`.
 */
export function drawImage(name: string, palette: Palette): HTMLCanvasElement | null {
  const [, what = '', ...rest] = name.split('/')
  if (what === 'hatch') return onCanvas(12, 12, (c) => hatch(c, palette))
  if (what === 'cross') return onCanvas(16, 10, (c) => crosses(c, palette))
  if (what === 'dot') return onCanvas(14, 14, (c) => dot(c, palette, rest[0] as State))
  if (what === 'mark') return onCanvas(11, 11, (c) => mark(c, palette, rest[0] as State))
  if (what === 'site') return onCanvas(24, 24, (c) => site(c, palette, rest[0] ?? '', rest[1] as State))
  if (what === 'hazard') return onCanvas(26, 26, (c) => hazard(c, palette, rest[0] === 'muddy'))
  if (what === 'person') return onCanvas(20, 20, (c) => person(c, palette))
  if (what === 'ring') {
    const [size = 0, ...parts] = rest.map(Number)
    return onCanvas(size + 4, size + 4, (c) => ring(c, palette, size / 2, parts))
  }
  return null
}

/** An image as the map library takes it. */
export function pixelsOf(canvas: HTMLCanvasElement): ImageData | undefined {
  return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
}

function onCanvas(width: number, height: number, paint: (c: Paint) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width * RATIO
  canvas.height = height * RATIO
  const c = canvas.getContext('2d', { willReadFrequently: true })
  if (!c) throw new Error('no canvas to draw on')
  c.scale(RATIO, RATIO)
  c.lineCap = 'round'
  c.lineJoin = 'round'
  paint(c)
  return canvas
}

/**
 * Patterns keep off their own edges. MapLibre repeats a pattern's edge beside it in the picture that it shares with the
 * icons, so that whatever touched the edge would show along the next icon's.
 */
function hatch(c: Paint, { accent }: Palette): void {
  c.strokeStyle = accent
  c.lineWidth = 1.1
  c.globalAlpha = 0.6
  c.stroke(new Path2D('M2 10L10 2'))
}

/** Over the red of a dam with nobody on it. */
function crosses(c: Paint, { panel }: Palette): void {
  c.strokeStyle = panel
  c.lineWidth = 1.8
  c.stroke(new Path2D('M5 2.2L11 7.8M11 2.2L5 7.8'))
}

/** The graver a state, the larger its dot, and each has a shape of its own. */
function dot(c: Paint, palette: Palette, state: State): void {
  c.fillStyle = palette[state]
  c.strokeStyle = palette.panel
  if (state === 'unheld') {
    c.lineWidth = 1
    c.beginPath()
    c.roundRect(0.5, 0.5, 13, 13, 2.5)
    c.fill()
    c.stroke()
    stroke(c, STATE_STROKES.unheld, palette.panel, 1.9)
  } else if (state === 'free' || state === 'there' || state === 'agreed') {
    c.lineWidth = 1
    c.beginPath()
    c.arc(7, 7, state === 'free' ? 2.6 : 3.8, 0, 7)
    c.fill()
    c.stroke()
    // Said yes is half of being there.
    if (state === 'agreed') {
      c.fillStyle = palette.panel
      c.beginPath()
      c.arc(7, 7, 2.2, -Math.PI / 2, Math.PI / 2)
      c.fill()
    }
  } else if (state === 'held') {
    c.fillStyle = palette.panel
    c.strokeStyle = palette.held
    c.lineWidth = 1.8
    c.beginPath()
    c.arc(7, 7, 3.2, 0, 7)
    c.fill()
    c.stroke()
  } else if (state === 'few') {
    c.fillStyle = palette.panel
    c.beginPath()
    c.roundRect(1.2, 1.2, 11.6, 11.6, 2.5)
    c.fill()
    c.strokeStyle = palette.few
    c.lineWidth = 1.8
    c.stroke()
    c.fillStyle = palette.few
    c.fillRect(2, 7, 10, 5)
  } else {
    c.fillStyle = palette.panel
    c.beginPath()
    c.arc(7, 7, 5.8, 0, 7)
    c.fill()
    c.strokeStyle = palette[state]
    c.lineWidth = 1.7
    c.stroke()
    stroke(c, STATE_STROKES[state], palette[state], 1.6)
  }
}

function mark(c: Paint, palette: Palette, state: State): void {
  c.scale(11 / 14, 11 / 14)
  dot(c, palette, state)
}

/** A plate with the kind's sign; nobody on it turns the plate round: light on red. What else it is stands in its corner. */
function site(c: Paint, palette: Palette, kind: string, state: State): void {
  const bare = state === 'unheld'
  c.fillStyle = bare ? palette.unheld : palette.panel
  c.strokeStyle = bare ? palette.panel : state === 'free' ? palette.quiet : palette[state]
  c.lineWidth = bare ? 1 : 1.6
  c.beginPath()
  c.roundRect(2, 2, 19, 19, 4)
  c.fill()
  c.stroke()
  c.save()
  c.translate(4.5, 4.5)
  stroke(c, GLYPHS[kind] ?? '', bare ? palette.panel : palette.text, 1.3)
  c.restore()
  if (state === 'free' || bare) return
  c.translate(13.5, 13.5)
  c.scale(10 / 14, 10 / 14)
  c.fillStyle = palette.panel
  c.beginPath()
  c.arc(7, 7, 7, 0, 7)
  c.fill()
  stroke(c, STATE_STROKES[state], palette[state], 2.2)
}

/** A triangle, as nothing else of the map is: filled, with waves, where the water is muddy; else with an exclamation mark. */
function hazard(c: Paint, { text, panel }: Palette, muddy: boolean): void {
  c.translate(1, 1)
  const triangle = new Path2D(HAZARD_TRIANGLE)
  c.strokeStyle = panel
  c.lineWidth = 4
  c.stroke(triangle)
  c.fillStyle = muddy ? text : panel
  c.fill(triangle)
  stroke(c, HAZARD_TRIANGLE, text, 2)
  stroke(c, muddy ? HAZARD_MUDDY : HAZARD_MARK, muddy ? panel : text, 2.2)
}

function person(c: Paint, { accent, panel }: Palette): void {
  c.translate(2, 2)
  c.scale(16 / 14, 16 / 14)
  const shape = new Path2D(PERSON)
  c.strokeStyle = panel
  c.lineWidth = 2.4
  c.stroke(shape)
  c.fillStyle = accent
  c.fill(shape)
}

/**
 * A plate with a ring of shares, from the top clockwise, the gravest first. Nobody is the thickest and whole, too few as thick and
 * broken; late is broken, said yes notched, there plain, named thinner, and what is not required thin: so it is told without colours.
 */
function ring(c: Paint, palette: Palette, radius: number, parts: readonly number[]): void {
  const middle = radius + 2
  c.fillStyle = palette.panel
  c.globalAlpha = 0.94
  c.beginPath()
  c.arc(middle, middle, radius, 0, 7)
  c.fill()
  c.globalAlpha = 1
  c.lineCap = 'butt'
  const all = parts.reduce((a, b) => a + b, 0)
  let from = -Math.PI / 2
  for (const [i, part] of parts.entries()) {
    const state = STATE_ORDER[i]
    if (!state || part === 0) continue
    const to = from + (part / all) * 2 * Math.PI
    const width = RING_WIDTHS[state]
    c.strokeStyle = palette[state]
    c.lineWidth = width
    c.setLineDash(DASHES[state] ?? [])
    c.beginPath()
    c.arc(middle, middle, radius - width / 2 + (state === 'unheld' ? 1.5 : 0), from, to)
    c.stroke()
    from = to
  }
}

/** The parts of a ring: each state that is there at all has one at least, so that one among a thousand shows. */
export function ringParts(n: number, counts: Partial<Record<State, number>>): number[] {
  return STATE_ORDER.map((state) => {
    const count = counts[state] ?? 0
    return count > 0 ? Math.max(1, Math.round((RING_PARTS * count) / n)) : 0
  })
}

/** How the parts of a ring are broken. */
const DASHES: Partial<Record<State, number[]>> = { few: [1.5, 1], late: [3, 1.5], unknown: [1.5, 1.5], agreed: [4, 1] }

const RING_WIDTHS: Record<State, number> = {
  unheld: 5.5,
  few: 5.5,
  late: 4,
  unknown: 3,
  held: 2.2,
  agreed: 3,
  there: 3.6,
  free: 1.5,
}

function stroke(c: Paint, path: string, colour: string, width: number): void {
  c.strokeStyle = colour
  c.lineWidth = width
  c.stroke(new Path2D(path))
}
