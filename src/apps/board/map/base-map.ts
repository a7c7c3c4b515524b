import type { LayerSpecification } from 'maplibre-gl'
import { addProtocol } from 'maplibre-gl'
import { PMTiles, Protocol, TileType } from 'pmtiles'
import { addressOf } from '../api/address.ts'
import type { Palette } from './palette.ts'
import { BASE, type BaseMap } from './style-parts.ts'

/**
 * Reads what the server's PMTiles file has. The layers of the two schemas that such files are made with (Protomaps,
 * OpenMapTiles) are known; of another, only what is called the same is drawn. Throws where the file cannot be read.
 */
export async function readBaseMap(): Promise<BaseMap> {
  const protocol = new Protocol()
  addProtocol('pmtiles', protocol.tile)
  const url = new URL(addressOf('/base.pmtiles'), location.href).href
  const file = new PMTiles(url)
  protocol.add(file)
  const [header, about] = await Promise.all([file.getHeader(), file.getMetadata() as Promise<About>])
  const pictures = header.tileType !== TileType.Mvt
  const { minZoom: minzoom, maxZoom: maxzoom } = header
  const bounds = [header.minLon, header.minLat, header.maxLon, header.maxLat] as [number, number, number, number]
  const tiles = { tiles: [`pmtiles://${url}/{z}/{x}/{y}`], minzoom, maxzoom, bounds }
  return {
    source: pictures ? { type: 'raster', tileSize: 256, ...tiles } : { type: 'vector', ...tiles },
    layers: pictures ? null : new Set((about.vector_layers ?? []).map((layer) => layer.id)),
    attribution: plain(about.attribution ?? ''),
  }
}

interface About {
  vector_layers?: { id: string }[]
  attribution?: string
}

/** What a file says of its makers is text for people: never markup of ours. */
function plain(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim()
}

/** The base as quiet as it can be: water, woods, roads and buildings without a word, since the names are the register's. */
export function baseLayers({ layers }: BaseMap, palette: Palette): LayerSpecification[] {
  if (!layers) {
    return [{ id: 'base', source: BASE, type: 'raster', paint: { 'raster-saturation': -0.7, 'raster-opacity': 0.6 } }]
  }
  const { water, border } = palette
  const fill = (layer: string, colour: string, opacity: number): LayerSpecification => ({
    id: `base-${layer}`,
    source: BASE,
    'source-layer': layer,
    type: 'fill',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': colour, 'fill-opacity': opacity },
  })
  const line = (layer: string, colour: string, width: number, opacity: number): LayerSpecification => ({
    id: `base-${layer}-lines`,
    source: BASE,
    'source-layer': layer,
    type: 'line',
    filter: ['==', ['geometry-type'], 'LineString'],
    paint: {
      'line-color': colour,
      'line-opacity': opacity,
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, width / 2, 16, width * 3],
    },
  })
  const all: [name: string, layer: LayerSpecification][] = [
    ['landcover', fill('landcover', border, 0.08)],
    ['landuse', fill('landuse', border, 0.08)],
    ['water', fill('water', water, 1)],
    ['water', line('water', water, 1.2, 1)],
    ['waterway', line('waterway', water, 1.2, 1)],
    ['roads', line('roads', border, 0.8, 0.4)],
    ['transportation', line('transportation', border, 0.8, 0.4)],
    ['buildings', fill('buildings', border, 0.2)],
    ['building', fill('building', border, 0.2)],
  ]
  return all.flatMap(([name, layer]) => (layers.has(name) ? [layer] : []))
}
