import type { LayerSpecification, LineLayerSpecification } from 'maplibre-gl'
import type { State } from '../ui/state-order.ts'
import type { Palette } from './palette.ts'
import { expr, FONT, growing, SOURCE, type Stop } from './style-parts.ts'

/**
 * How wide a dam is by zoom, in pixels. Nobody is the widest, and crossed; too few is as wide and hatched; late is broken; there is
 * plain, said yes and named are notched; what nothing is required of is thin.
 */
export const DAM_WIDTHS = {
  casing: [
    [7, 7],
    [10, 10],
    [14, 17],
  ],
  wide: [
    [7, 5],
    [10, 8],
    [14, 14],
  ],
  plain: [
    [7, 3],
    [10, 5],
    [14, 9],
  ],
  thin: [
    [7, 1.5],
    [10, 2.5],
    [14, 4],
  ],
} satisfies Record<string, Stop[]>
const WIDE = growing(...DAM_WIDTHS.wide)
const PLAIN = growing(...DAM_WIDTHS.plain)
const THIN = growing(...DAM_WIDTHS.thin)
/** As a finger needs it, whatever is seen. */
const TOUCH = growing([7, 14], [10, 22])

/** Dams as lines that tell who is on them by colour and by pattern, with chainage as it stands on their posts. */
export function damLayers(palette: Palette): LayerSpecification[] {
  const { land, text, accent } = palette
  const own = { source: SOURCE, 'source-layer': 'sections', type: 'line' } as const
  const only = (state: string) => expr('==', ['get', 'state'], state)
  const flat = { 'line-cap': 'butt', 'line-join': 'round' } as const
  const inState = (state: State, width: typeof THIN, dashes?: number[]): LineLayerSpecification => ({
    ...own,
    id: `dam-${state}`,
    filter: only(state),
    layout: flat,
    paint: { 'line-color': palette[state], 'line-width': width, ...(dashes && { 'line-dasharray': dashes }) },
  })
  return [
    {
      ...own,
      id: 'dam-hover',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': accent,
        'line-width': growing([7, 11], [10, 15], [14, 22]),
        'line-opacity': ['case', ['boolean', ['feature-state', 'hover'], false], 0.5, 0],
      },
    },
    {
      ...own,
      id: 'dam-casing',
      filter: ['!=', ['get', 'state'], 'free'],
      layout: flat,
      paint: { 'line-color': land, 'line-width': growing(...DAM_WIDTHS.casing) },
    },
    inState('free', THIN),
    inState('held', PLAIN, [3, 0.35]),
    inState('agreed', PLAIN, [2.4, 0.3]),
    inState('there', PLAIN),
    inState('unknown', PLAIN, [0.6, 0.6]),
    inState('late', PLAIN, [1.6, 0.7]),
    inState('few', WIDE, [0.5, 0.35]),
    {
      ...own,
      id: 'dam-unheld-under',
      filter: only('unheld'),
      layout: flat,
      paint: { 'line-color': palette.unheld, 'line-width': WIDE },
    },
    {
      ...own,
      id: 'dam-unheld',
      filter: only('unheld'),
      layout: flat,
      paint: { 'line-pattern': `${palette.scheme}/cross`, 'line-width': WIDE },
    },
    { ...own, id: 'dam-touch', layout: flat, paint: { 'line-color': land, 'line-opacity': 0, 'line-width': TOUCH } },
    {
      id: 'marks',
      source: SOURCE,
      'source-layer': 'marks',
      type: 'circle',
      paint: {
        'circle-radius': 2.5,
        'circle-color': land,
        'circle-stroke-color': text,
        'circle-stroke-width': 1,
      },
    },
    {
      id: 'mark-labels',
      source: SOURCE,
      'source-layer': 'marks',
      type: 'symbol',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11,
        'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
        'text-radial-offset': 0.8,
        'text-padding': 6,
      },
      paint: { 'text-color': text, 'text-halo-color': land, 'text-halo-width': 1.6 },
    },
  ]
}
