import { GLYPHS } from '../map/glyphs.ts'
import { RATIO, ringParts } from '../map/images.ts'
import { valueAt } from '../map/style-parts.ts'
import { PLATES_FROM, RING_SIZE, RING_TEXT, SHORT, SIGN_SIZE, SITES } from '../map/style-places.ts'
import { STATE_ORDER, type State } from '../ui/state-order.ts'
import type { Lang } from '../words/table.ts'
import type { Paint } from './model.ts'
import { cornersOf, featuresOf } from './tiles.ts'

interface Place {
  x: number
  y: number
  kind: string
  state: State
  /** How many stand together here, and how many of them in each state; 0: it is one by itself. */
  n: number
  counts: Partial<Record<State, number>>
}

/** Places one by one, or many together as a ring of their shares; what is unmet last, so that it is never under what is met. */
export function paintPlaces(all: Paint): void {
  const { c, zoom, palette, lang, shown, image } = all
  const gravity = (state: State) => STATE_ORDER.length - STATE_ORDER.indexOf(state)
  const singles: Place[] = []
  const clusters: Place[] = []
  for (const place of placesOf(all)) {
    if (place.n > 0) clusters.push(place)
    else if (shown.has(SITES.includes(place.kind) ? 'sites' : 'places')) singles.push(place)
  }
  const signs = valueAt(SIGN_SIZE, zoom)
  const stamp = (name: string, { x, y }: Place, size = signs) => {
    const drawn = image(`${palette.scheme}/${name}`)
    if (!drawn) return
    const [w, h] = [(drawn.width / RATIO) * size, (drawn.height / RATIO) * size]
    c.drawImage(drawn, x - w / 2, y - h / 2, w, h)
  }
  if (shown.has('places')) {
    clusters.sort((a, b) => (a.counts.unheld ?? 0) - (b.counts.unheld ?? 0))
    c.textAlign = 'center'
    c.textBaseline = 'middle'
    for (const place of clusters) {
      const { n, counts } = place
      stamp(`ring/${n < 100 ? 24 : n < 1000 ? 28 : 34}/${ringParts(n, counts).join('/')}`, place, RING_SIZE)
      c.fillStyle = palette.text
      c.font = `${RING_TEXT[n < 100 ? 0 : n < 1000 ? 1 : 2]}px system-ui, sans-serif`
      c.fillText(short(n, lang), place.x, place.y)
    }
  }
  singles.sort((a, b) => gravity(a.state) - gravity(b.state))
  for (const place of singles) {
    const from = SITES.includes(place.kind) ? PLATES_FROM.sites : PLATES_FROM.others
    const plated = zoom >= from && place.kind in GLYPHS
    stamp(plated ? `site/${place.kind}/${place.state}` : `dot/${place.state}`, place)
  }
}

function placesOf({ tiles }: Paint): Place[] {
  return tiles.flatMap((tile) =>
    featuresOf(tile, 'places').flatMap((feature) => {
      const [[at] = []] = cornersOf(feature, tile)
      if (!at) return []
      const { kind, state, n, ...counts } = feature.properties
      return [
        {
          x: at[0],
          y: at[1],
          kind: String(kind),
          state: state as State,
          n: Number(n ?? 0),
          counts: counts as Place['counts'],
        },
      ]
    }),
  )
}

function short(n: number, lang: Lang): string {
  const { of, word } = SHORT[lang]
  if (n < of) return String(n)
  return `${n >= 10 * of ? Math.round(n / of) : Math.round(n / (of / 10)) / 10}${word}`
}
