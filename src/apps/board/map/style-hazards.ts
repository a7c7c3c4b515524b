import type { LayerSpecification } from 'maplibre-gl'
import { FONT, growing, type Wish } from './style-parts.ts'
import { SIGN_SIZE } from './style-places.ts'

/** The source of hazards: few, and told whole, so that they need no tiles. */
export const HAZARDS = 'hazards'

/** Above all else that is drawn: the gravest on top, never hidden by another sign. */
export function hazardLayers({ palette }: Wish): LayerSpecification[] {
  const { scheme, text, panel } = palette
  return [
    {
      id: 'hazards',
      source: HAZARDS,
      type: 'symbol',
      layout: {
        'icon-image': ['concat', `${scheme}/hazard/`, ['case', ['get', 'muddy'], 'muddy', 'clear']],
        'icon-size': growing(...SIGN_SIZE),
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['-', 10, ['get', 'gravity']],
        'text-field': ['step', ['zoom'], '', 12, ['get', 'title']],
        'text-font': FONT,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [1.2, 0],
        'text-optional': true,
      },
      paint: { 'text-color': text, 'text-halo-color': panel, 'text-halo-width': 1.6 },
    },
  ]
}
