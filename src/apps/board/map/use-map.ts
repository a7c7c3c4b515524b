import type { StyleSpecification, VectorTileSource } from 'maplibre-gl'
import { AttributionControl, type Map as MapLibreMap, ScaleControl } from 'maplibre-gl'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { makeMap, type Start } from './make-map.ts'
import type { Palette } from './palette.ts'
import { SOURCE } from './style-parts.ts'

/** Layers and sources that drawing by hand puts over the map; a new style leaves them where they are. */
export const DRAWN = 'td'

interface Wanted {
  style: StyleSpecification
  palette: Palette
  /** Whose the base map is; empty: there is none. */
  attribution: string
  /** What the map is for those who do not see it. */
  label: string
}

/** Why there is no map: the browser cannot draw one, or stopped drawing this one. */
export type NoMap = 'no-webgl' | 'stopped'

/** The map in an element, once there is one; `none`: why there will be none. */
export interface Drawing {
  map: MapLibreMap | null
  none: NoMap | null
}

/**
 * Makes a map in the element and keeps its style as wanted: what differs is changed in place, so that nothing is drawn
 * anew that stayed the same. Nothing is made before it is known where to start.
 */
export function useMap(
  element: RefObject<HTMLElement | null>,
  wanted: Wanted | null,
  start: Start | undefined,
): Drawing {
  const [map, setMap] = useState<MapLibreMap | null>(null)
  const [none, setNone] = useState<NoMap | null>(null)
  const palette = useRef<Palette | null>(null)
  palette.current = wanted?.palette ?? null
  const first = useRef<{ wanted: Wanted; start: Start } | null>(null)
  if (wanted && start !== undefined) first.current ??= { wanted, start }
  const ready = first.current !== null
  useEffect(() => {
    const container = element.current
    if (!container || !ready || !first.current) return
    const { wanted, start } = first.current
    const made = makeMap(container, wanted.style, start, () => palette.current)
    // Whether a browser can draw is known once it has tried: to ask first would be to begin twice, which may take a second.
    if (!made) return setNone('no-webgl')
    made.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left')
    const lost = watchContext(made, () => setNone('stopped'))
    made.once('style.load', () => setMap(made))
    return () => {
      lost()
      setMap(null)
      made.remove()
    }
  }, [element, ready])
  const styled = useRef<StyleSpecification | null>(null)
  useEffect(() => {
    if (!map || !wanted) return
    // It was made with the first: nothing is to be changed yet.
    const before = styled.current ?? first.current?.wanted.style
    styled.current = wanted.style
    if (before !== wanted.style) restyle(map, wanted.style)
  }, [map, wanted])
  useEffect(() => {
    if (map && wanted) map.getCanvas().setAttribute('aria-label', wanted.label)
  }, [map, wanted])
  useEffect(() => {
    if (!map || !wanted?.attribution) return
    const control = new AttributionControl({ compact: true, customAttribution: wanted.attribution })
    map.addControl(control, 'bottom-right')
    return () => void map.removeControl(control)
  }, [map, wanted?.attribution])
  return { map, none }
}

/** A new address of tiles is told to the source itself, which then keeps the old picture until the new one is there. */
function restyle(map: MapLibreMap, style: StyleSpecification): void {
  const wanted = style.sources[SOURCE]
  const source = map.getSource<VectorTileSource>(SOURCE)
  if (source && wanted?.type === 'vector' && wanted.tiles && source.tiles && source.tiles[0] !== wanted.tiles[0]) {
    source.setTiles(wanted.tiles)
  }
  map.setStyle(style, {
    transformStyle: (before, next) => {
      if (!before) return next
      const drawn = Object.entries(before.sources).filter(([id]) => id.startsWith(DRAWN))
      const layers = before.layers.filter(({ id }) => id.startsWith(DRAWN))
      return {
        ...next,
        sources: { ...next.sources, ...Object.fromEntries(drawn) },
        layers: [...next.layers, ...layers],
      }
    },
  })
}

/** A graphics card that was taken away usually comes back within moments, and the map with it. */
const BACK_WITHIN_MS = 8000

function watchContext(map: MapLibreMap, gone: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  map.on('webglcontextlost', () => {
    timer = setTimeout(gone, BACK_WITHIN_MS)
  })
  map.on('webglcontextrestored', () => clearTimeout(timer))
  return () => clearTimeout(timer)
}
