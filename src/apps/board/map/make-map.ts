import { Map as MapLibreMap, type MapOptions, prewarm, type StyleSpecification, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { drawImage, pixelsOf, RATIO } from './images.ts'
import type { Palette } from './palette.ts'

setWorkerUrl(workerUrl)
// The worker reads its half megabyte of script while it is still being found out what the map is to show.
prewarm()

/** What the map shows first: it asks for no tile that nobody will look at. */
export type Start = Pick<MapOptions, 'center' | 'zoom'>

/** A map that is only looked at, drawn as finely as paper needs it, whose picture can be taken. */
const ON_PAPER = {
  interactive: false,
  pixelRatio: 2,
  canvasContextAttributes: { preserveDrawingBuffer: true },
} satisfies Partial<MapOptions>

/**
 * A map in an element; null where it cannot be drawn. North is always up: it is read as the paper map on the wall is. Its
 * images are made by whatever colours hold when they are first needed.
 */
export function makeMap(
  container: HTMLElement,
  style: StyleSpecification,
  start: Start,
  palette: () => Palette | null,
  paper = false,
): MapLibreMap | null {
  try {
    const map = new MapLibreMap({
      container,
      style,
      ...start,
      ...(paper && ON_PAPER),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      maxZoom: 20,
      localIdeographFontFamily: false,
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.setMissingStyleImageResolver((name) => {
      const colours = palette()
      const drawn = colours && drawImage(name, colours)
      const image = drawn && pixelsOf(drawn)
      if (image && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: RATIO })
    })
    return map
  } catch {
    return null
  }
}
