import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useBoard } from '../api/board.ts'
import { useLooking } from '../looking.ts'
import { SightPane } from '../sight/sight-pane.tsx'
import { NARROW } from '../ui/narrow.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useHazardsInSight } from './hazard-sight.ts'
import { countInSight, type InSight } from './in-sight.ts'
import { Legend } from './legend.tsx'
import classes from './map.module.css'
import { Picked } from './picked.tsx'
import { SOURCE } from './style-parts.ts'
import { cornersOf, type Thing } from './things.ts'
import { Tip } from './tip.tsx'
import { Tools } from './tools.tsx'
import { useMapAddress } from './use-address.ts'
import { useDrawing } from './use-drawing.ts'
import { boxOfMap, type Extent, fit, startOf, useFollowing, viewOf } from './use-following.ts'
import { useLiveTiles } from './use-live-tiles.ts'
import { type NoMap, useMap } from './use-map.ts'
import { usePointed } from './use-pointed.ts'
import { useMapStyle, usePalette } from './use-style.ts'
import { polygonOf } from './view.ts'

interface Props {
  /** The element whose colours the map takes. */
  pane: RefObject<HTMLElement | null>
  extent: Extent
  /** Told when there will be no map, and why. */
  stop: (why: NoMap) => void
}

/** The map itself, with its tools, its legend, and what is pointed at or drawn round. */
export function MapView({ pane, extent, stop }: Props) {
  const { say, lang } = useWords()
  const { data: board } = useBoard()
  const { view, shown, put } = useMapAddress()
  const canvas = useRef<HTMLDivElement>(null)
  const narrow = useMediaQuery(NARROW) ?? false
  const palette = usePalette(pane)
  const { style, attribution } = useMapStyle(palette, shown)
  const label = say('map.says')
  const wanted = useMemo(
    () => (style && palette ? { style, palette, attribution, label } : null),
    [style, palette, attribution, label],
  )
  const { map, none } = useMap(canvas, wanted, startOf(view, extent.box, canvas.current))
  const again = useFollowing(map, extent.box)
  const { faulty, waits } = useLiveTiles(map)
  const drawing = useDrawing(map, palette)
  const sight = useInSight(map)
  const hazards = useHazardsInSight(map)
  const drawn = useDrawn(map)
  useChosen(map)
  useEffect(() => {
    if (none) stop(none)
  }, [none, stop])
  const name = board ? nameIn(lang, board.total) : ''
  return (
    <>
      <div ref={canvas} className={classes.canvas} />
      <SightPane drawn={drawn} />
      {map && <Pointing map={map} off={drawing.pen !== null} />}
      <div className={classes.note} role="status">
        {faulty && <span>{say('map.fault')}</span>}
        {waits && !faulty && <span>{say('wait.loading')}</span>}
        {extent.box === null && <span>{say('map.nowhere', { name })}</span>}
        {drawing.pen && <span>{say(drawing.ready ? `draw.says.${drawing.pen}` : 'wait.loading')}</span>}
      </div>
      <Tools
        nearer={() => map?.zoomIn()}
        farther={() => map?.zoomOut()}
        fit={extent.box ? again : null}
        name={name}
        table={() => put({ table: true, view: map && viewOf(map) })}
        shown={shown}
        show={(next) => put({ shown: next })}
        pen={drawing.pen}
        draw={(pen) => {
          if (pen === null) drawing.clear()
          else if (pen !== 'view') drawing.begin(pen)
          else if (map) drawing.take(polygonOf(boxOfMap(map)))
        }}
      />
      <Legend sight={sight} hazards={hazards} narrow={narrow} />
      {drawing.polygon && <Picked district={extent.district} polygon={drawing.polygon} clear={drawing.clear} />}
    </>
  )
}

/** What is pointed at. It stands by itself, so that nothing else is made anew while the pointer wanders. */
function Pointing({ map, off }: { map: MapLibreMap; off: boolean }) {
  const { pointed, byKeys } = usePointed(map, off, useOpening(map))
  return (
    <>
      {byKeys && <Cross />}
      {pointed && <Tip pointed={pointed} within={map.getContainer()} />}
    </>
  )
}

/** What a click on something does: a page opens, an area is gone to in the tree, what is many is come nearer to. */
function useOpening(map: MapLibreMap): (thing: Thing) => void {
  const { look } = useLooking()
  const navigate = useNavigate()
  return (thing) => {
    if (thing.kind === 'hazard') {
      void navigate({ to: '/subjects/$kind/$id', params: { kind: 'record', id: thing.id } as never })
    } else if (thing.kind === 'place' || thing.kind === 'person') {
      void navigate({ to: '/subjects/$kind/$id', params: { kind: thing.kind, id: thing.id } as never })
    } else if (thing.kind === 'area') look({ tree: 'area', node: thing.code })
    else if (thing.kind === 'run') fit(map, thing.box, true)
    else map.easeTo({ center: thing.where, zoom: map.getZoom() + 2, duration: 400 })
  }
}

/** Whether the map has drawn everything in sight once, or is being moved already. */
function useDrawn(map: MapLibreMap | null): boolean {
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    if (!map) return
    const done = () => map.areTilesLoaded() && setDrawn(true)
    const surely = () => setDrawn(true)
    const heard = [map.on('render', done), map.on('idle', surely), map.on('movestart', surely)]
    return () => {
      for (const { unsubscribe } of heard) unsubscribe()
    }
  }, [map])
  return drawn
}

/** The border of the area that is looked at is the strongest. */
function useChosen(map: MapLibreMap | null): void {
  const { tree, node } = useLooking()
  const { data: board } = useBoard()
  const code = tree === 'area' ? (node ?? board?.node ?? '') : ''
  useEffect(() => {
    if (!map || code === '') return
    const feature = { source: SOURCE, sourceLayer: 'areas', id: code }
    map.setFeatureState(feature, { chosen: true })
    return () => void (map.getSource(SOURCE) && map.setFeatureState(feature, { chosen: false }))
  }, [map, code])
}

/**
 * How much of what is in sight, counted whenever the map has come to rest. Null: not counted, since nothing has come yet, or
 * since one looks from so far that only areas are drawn; "0" would be a lie.
 */
function useInSight(map: MapLibreMap | null): InSight | null {
  const [sight, setSight] = useState<InSight | null>(null)
  useEffect(() => {
    if (!map) return
    const of = (sourceLayer: string) =>
      map.querySourceFeatures(SOURCE, { sourceLayer }).map((f) => ({ properties: f.properties, corners: cornersOf(f) }))
    let counted = false
    const count = () => {
      const [sections, places] = [of('sections'), of('places')]
      counted = sections.length + places.length > 0
      setSight(counted ? countInSight(boxOfMap(map), sections, places) : null)
    }
    // The first time once all is drawn: that names are still being put in their places changes no number.
    const heard = [map.on('idle', count), map.on('render', () => !counted && map.areTilesLoaded() && count())]
    return () => {
      for (const { unsubscribe } of heard) unsubscribe()
    }
  }, [map])
  return sight
}

/** What Enter opens lies under it. */
function Cross() {
  return (
    <svg className={classes.cross} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2v7M12 15v7M2 12h7M15 12h7" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  )
}
