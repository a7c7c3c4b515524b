import type { VectorTileFeature } from '@mapbox/vector-tile'
import { drawImage, RATIO } from '../map/images.ts'
import type { Palette } from '../map/palette.ts'
import { DAM_WIDTHS } from '../map/style-dams.ts'
import { ZONE_BORDERS } from '../map/style-ground.ts'
import { type Stop, valueAt } from '../map/style-parts.ts'
import type { Paint } from './model.ts'
import { paintNames } from './paint-names.ts'
import { paintPlaces } from './paint-places.ts'
import { cornersOf, featuresOf, type Placed } from './tiles.ts'

/** Draws everything as the map will: the ground, what is warned, dams, places, names. `c` has one unit a CSS pixel. */
export function paint(
  c: CanvasRenderingContext2D,
  tiles: readonly Placed[],
  wish: Omit<Paint, 'c' | 'tiles' | 'image'>,
): void {
  const made = new Map<string, HTMLCanvasElement | null>()
  const image = (name: string) => {
    const drawn = made.get(name) ?? drawImage(name, wish.palette)
    made.set(name, drawn)
    return drawn
  }
  const all = { ...wish, c, tiles, image }
  c.lineJoin = 'round'
  paintGround(all)
  if (wish.shown.has('dams')) paintDams(all)
  paintPlaces(all)
  paintNames(all)
}

function paintGround(all: Paint): void {
  const { c, palette, image, shown, zoom } = all
  const { scheme, border, accent } = palette
  const hatch = image(`${scheme}/hatch`)
  const pattern = hatch && c.createPattern(hatch, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(1 / RATIO))
  if (shown.has('zones') && pattern) {
    eachPath(all, 'zones', (path) => {
      c.fillStyle = pattern
      c.fill(path, 'evenodd')
    })
  }
  eachPath(all, 'areas', (path, { properties }) => {
    c.strokeStyle = border
    c.globalAlpha = properties.depth === 0 ? 0.55 : 0.8
    c.lineWidth = properties.depth === 0 ? 0.7 : properties.depth === 1 ? 1.2 : 1.8
    c.stroke(path)
  })
  c.globalAlpha = 1
  if (!shown.has('zones')) return
  c.setLineDash([4, 2])
  c.globalAlpha = valueAt(ZONE_BORDERS.opacity, zoom)
  c.lineWidth = valueAt(ZONE_BORDERS.width, zoom)
  eachPath(all, 'zones', (path) => {
    c.strokeStyle = accent
    c.stroke(path)
  })
  c.globalAlpha = 1
  c.setLineDash([])
}

/** In which order the states of dams are drawn, how wide, and how broken in widths of their own. */
const DAMS = [
  ['free', DAM_WIDTHS.thin, []],
  ['held', DAM_WIDTHS.plain, [3, 0.35]],
  ['agreed', DAM_WIDTHS.plain, [2.4, 0.3]],
  ['there', DAM_WIDTHS.plain, []],
  ['unknown', DAM_WIDTHS.plain, [0.6, 0.6]],
  ['late', DAM_WIDTHS.plain, [1.6, 0.7]],
  ['few', DAM_WIDTHS.wide, [0.5, 0.35]],
  ['unheld', DAM_WIDTHS.wide, []],
] as const satisfies [keyof Palette, Stop[], number[]][]

function paintDams(all: Paint): void {
  const { c, palette, zoom } = all
  eachPath(all, 'sections', (path, { properties }) => {
    if (properties.state === 'free') return
    c.strokeStyle = palette.land
    c.lineWidth = valueAt(DAM_WIDTHS.casing, zoom)
    c.stroke(path)
  })
  for (const [state, widths, dashes] of DAMS) {
    const width = valueAt(widths, zoom)
    c.setLineDash(dashes.map((d) => d * width))
    eachPath(all, 'sections', (path, { properties }) => {
      if (properties.state !== state) return
      c.strokeStyle = palette[state]
      c.lineWidth = width
      c.stroke(path)
    })
  }
  // Nobody is never told by red alone.
  c.setLineDash([2, 5])
  eachPath(all, 'sections', (path, { properties }) => {
    if (properties.state !== 'unheld') return
    c.strokeStyle = palette.panel
    c.lineWidth = valueAt(DAM_WIDTHS.wide, zoom) / 3
    c.stroke(path)
  })
  c.setLineDash([])
}

/** Each line or polygon of a layer, cut at the edges of its tile: tiles reach over them, and a line would be drawn twice. */
function eachPath({ c, tiles }: Paint, layer: string, draw: (path: Path2D, feature: VectorTileFeature) => void): void {
  for (const tile of tiles) {
    c.save()
    c.beginPath()
    c.rect(tile.left, tile.top, tile.side, tile.side)
    c.clip()
    for (const feature of featuresOf(tile, layer)) {
      const path = new Path2D()
      for (const part of cornersOf(feature, tile)) {
        for (const [i, [x, y]] of part.entries()) i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)
      }
      draw(path, feature)
    }
    c.restore()
  }
}
