import type { LayerSpecification } from 'maplibre-gl'
import { expr, FONT, growing, SOURCE, STRONG, type Stop, type Wish } from './style-parts.ts'

/** A warned area may be a thousand small ones: from afar their borders would hide what lies in them. */
export const ZONE_BORDERS = {
  width: [
    [9, 0.4],
    [13, 1.4],
  ],
  opacity: [
    [9, 0.3],
    [13, 0.75],
  ],
} satisfies Record<string, Stop[]>

/** Areas by their borders, and what is warned: hatched, so that whatever lies in it still shows. */
export function groundLayers({ palette, shown, levels }: Wish): LayerSpecification[] {
  const { border, accent, chosen, land, text } = palette
  const visibility = shown.has('zones') ? 'visible' : 'none'
  return [
    // Nothing to see: it is what a click finds.
    {
      id: 'areas',
      source: SOURCE,
      'source-layer': 'areas',
      type: 'fill',
      paint: { 'fill-color': land, 'fill-opacity': 0 },
    },
    {
      id: 'zones',
      source: SOURCE,
      'source-layer': 'zones',
      type: 'fill',
      layout: { visibility },
      paint: { 'fill-pattern': `${palette.scheme}/hatch` },
    },
    {
      id: 'area-borders',
      source: SOURCE,
      'source-layer': 'areas',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': border,
        'line-width': ['match', ['get', 'depth'], 0, 0.7, 1, 1.2, 1.8],
        'line-opacity': ['match', ['get', 'depth'], 0, 0.55, 0.8],
      },
    },
    {
      id: 'zone-borders',
      source: SOURCE,
      'source-layer': 'zones',
      type: 'line',
      layout: { visibility },
      paint: {
        'line-color': accent,
        'line-width': growing(...ZONE_BORDERS.width),
        'line-opacity': growing(...ZONE_BORDERS.opacity),
        'line-dasharray': [4, 2],
      },
    },
    {
      id: 'area-marked',
      source: SOURCE,
      'source-layer': 'areas',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': expr('case', is('chosen'), chosen, text),
        'line-width': expr('case', is('chosen'), 2, is('hover'), 1.5, 0),
      },
    },
    {
      id: 'zone-levels',
      source: SOURCE,
      'source-layer': 'zones',
      type: 'symbol',
      minzoom: 8,
      layout: {
        visibility,
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        // Along the line a label would stand on end wherever the border goes up.
        'text-rotation-alignment': 'viewport',
        'text-field': levelText(levels),
        'text-font': STRONG,
        'text-size': 12,
      },
      paint: { 'text-color': accent, 'text-halo-color': land, 'text-halo-width': 2 },
    },
  ]
}

/** The title of a zone's level; the level's own id where no playbook has a title for it. */
function levelText(levels: Wish['levels']) {
  const titles = Object.entries(levels).flat()
  return titles.length > 0 ? expr('match', ['get', 'level'], ...titles, ['get', 'level']) : expr('get', 'level')
}

/** Whether a feature is marked so by whoever points at it or looks at it: it is drawn otherwise without a tile being made anew. */
const is = (mark: 'hover' | 'chosen') => ['boolean', ['feature-state', mark], false]

/** Names of areas in the reader's language, with the share named of its worst kind and a mark where somebody is missing. */
export function nameLayers({ palette, lang }: Wish): LayerSpecification[] {
  const { scheme, text, quiet, land } = palette
  // Of the worst kind of place and rounded down, as everywhere on the board: what is not whole never shows as 100 %.
  const share = ['concat', ['to-string', ['floor', ['+', ['*', 100, ['get', 'share']], 1e-6]]], ' %']
  const told = ['>', ['coalesce', ['get', 'required'], 0], 0]
  const missing = ['>', ['coalesce', ['get', 'unheld'], 0], 0]
  const field = expr(
    'format',
    ['coalesce', ['get', `name_${lang}`], ['get', 'name']],
    {},
    ['case', told, '\n', ''],
    {},
    ['case', missing, ['image', `${scheme}/mark/unheld`], ''],
    {},
    ['case', told, ['concat', ' ', share], ''],
    { 'font-scale': 0.9 },
  )
  return [
    {
      id: 'area-labels',
      source: SOURCE,
      'source-layer': 'area-labels',
      type: 'symbol',
      layout: {
        'text-field': field,
        'text-font': ['match', ['get', 'depth'], 0, ['literal', FONT], ['literal', STRONG]],
        'text-size': growing([4, 11], [9, 12], [14, 14]),
        'text-max-width': 8,
        'text-padding': 4,
        'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'unheld'], 0]],
      },
      paint: {
        'text-color': ['match', ['get', 'depth'], 0, text, quiet],
        'text-halo-color': land,
        'text-halo-width': 1.6,
      },
    },
  ]
}
