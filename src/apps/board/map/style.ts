import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import { baseLayers } from './base-map.ts'
import { damLayers } from './style-dams.ts'
import { groundLayers, nameLayers } from './style-ground.ts'
import { HAZARDS, hazardLayers } from './style-hazards.ts'
import { BASE, SOURCE, type Wish } from './style-parts.ts'
import { peopleLayers, placeLayers } from './style-places.ts'
import type { Layer } from './view.ts'

/** The whole style, in code: no style file, no sprite and no glyphs are fetched. */
export function styleOf(wish: Wish): StyleSpecification {
  const { palette, base, shown } = wish
  const on = (layer: Layer, layers: LayerSpecification[]) =>
    layers.map((l) => ({ ...l, layout: { ...l.layout, visibility: shown.has(layer) ? 'visible' : 'none' } }))
  const layers = [
    { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
    ...(base ? baseLayers(base, palette) : []),
    ...groundLayers(wish),
    ...on('dams', damLayers(palette)),
    ...placeLayers(wish),
    ...nameLayers(wish),
    ...on('people', peopleLayers(palette)),
    ...hazardLayers(wish),
  ] as LayerSpecification[]
  return { version: 8, sources: sourcesOf(wish), layers, transition: { duration: 0, delay: 0 } }
}

function sourcesOf({ tiles, base, hazards }: Wish): Record<string, SourceSpecification> {
  const own: SourceSpecification = {
    type: 'vector',
    tiles: [tiles],
    minzoom: 0,
    maxzoom: 19,
    promoteId: { areas: 'code', sections: 'id', places: 'id' },
  }
  return { [SOURCE]: own, [HAZARDS]: { type: 'geojson', data: hazards }, ...(base && { [BASE]: base.source }) }
}
