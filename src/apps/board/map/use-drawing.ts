import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { TerraDraw } from 'terra-draw'
import type { Polygon, Position } from '../../../base/geometry.ts'
import type { Palette } from './palette.ts'
import { DRAWN } from './use-map.ts'

/** Ways to draw round something. */
export type Pen = 'polygon' | 'freehand'

/** Drawing on the map: with which pen, if any, and what was drawn last. */
export interface Drawing {
  pen: Pen | null
  /** The pen can be used: the tools for it have come. */
  ready: boolean
  polygon: Polygon | null
  begin: (pen: Pen) => void
  /** Takes a polygon as if it had been drawn. */
  take: (polygon: Polygon) => void
  clear: () => void
}

/** The click that closes a drawing is told to the map after it is closed, and is no click on what lies under it. */
const LAST_CLICK_MS = 300

/**
 * Lets somebody draw round places. What was drawn stays on the map until it is cleared or something else is drawn; the
 * tools for it are fetched when somebody first draws.
 */
export function useDrawing(map: MapLibreMap | null, palette: Palette | null): Drawing {
  const [pen, setPen] = useState<Pen | null>(null)
  const [polygon, setPolygon] = useState<Polygon | null>(null)
  const [ready, setReady] = useState(false)
  const board = useRef<TerraDraw | null>(null)
  const wipe = useCallback(() => {
    board.current?.stop()
    board.current = null
    setReady(false)
  }, [])
  useEffect(() => {
    if (!map || !palette || !pen) return
    let gone = false
    void openBoard(map, palette.accent).then((draw) => {
      if (gone) return
      wipe()
      board.current = draw
      draw.start()
      draw.setMode(pen)
      map.getCanvas().focus()
      setReady(true)
      draw.on('finish', (id) => {
        const drawn = draw.getSnapshotFeature(id)?.geometry
        draw.setMode('static')
        setTimeout(() => setPen(null), LAST_CLICK_MS)
        if (drawn?.type === 'Polygon') setPolygon(asOurs(drawn.coordinates as Position[][]))
      })
    })
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      wipe()
      setPen(null)
    }
    window.addEventListener('keydown', giveUp)
    return () => {
      gone = true
      window.removeEventListener('keydown', giveUp)
    }
  }, [map, palette, pen, wipe])
  useEffect(() => wipe, [wipe])
  return {
    pen,
    ready,
    polygon,
    begin(next) {
      wipe()
      setPolygon(null)
      setPen(next)
    },
    take(next) {
      wipe()
      setPen(null)
      setPolygon(next)
    },
    clear() {
      wipe()
      setPen(null)
      setPolygon(null)
    },
  }
}

async function openBoard(map: MapLibreMap, colour: string): Promise<TerraDraw> {
  const [draw, { TerraDrawMapLibreGLAdapter }] = await Promise.all([
    import('terra-draw'),
    import('terra-draw-maplibre-gl-adapter'),
  ])
  const hue = colour as `#${string}`
  const fill = { fillColor: hue, fillOpacity: 0.15, outlineColor: hue, outlineWidth: 2 } as const
  const corner = { closingPointColor: hue, closingPointWidth: 6, closingPointOutlineWidth: 1 } as const
  return new draw.TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, prefixId: DRAWN }),
    modes: [
      new draw.TerraDrawPolygonMode({ styles: { ...fill, ...corner } }),
      new draw.TerraDrawFreehandMode({ styles: fill, minDistance: 6, autoClose: true, autoCloseTimeout: 500 }),
    ],
  })
}

/** A thousand corners say as much of a line drawn by hand as ten thousand, and the server takes no more of them. */
const MOST_CORNERS = 1000

function asOurs([outer = []]: Position[][]): Polygon {
  const step = Math.ceil(outer.length / MOST_CORNERS)
  const ring = outer.filter((_, i) => i % step === 0 || i === outer.length - 1)
  return { type: 'Polygon', coordinates: [ring] }
}
