import { useQuery } from '@tanstack/react-query'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useEffect, useRef } from 'react'
import { useBoard } from '../api/board.ts'
import { extentOf } from '../api/map.ts'
import { useLooking } from '../looking.ts'
import type { Start } from './make-map.ts'
import { useMapAddress } from './use-address.ts'
import { type Box, marginOf, NEAREST, type View, viewOfBox, writeView } from './view.ts'

/** Where a node lies. `box` undefined: not known yet; null: nothing of it is on the map. */
export interface Extent {
  box: Box | null | undefined
  district: string
}

/** Where the node that is looked at lies. */
export function useNodeExtent(): Extent {
  const { tree, node } = useLooking()
  const { data: board, isPlaceholderData } = useBoard()
  const { data } = useQuery(extentOf({ tree, node }))
  return { box: data?.bbox, district: board && !isPlaceholderData ? board.district : '' }
}

const LINGER_MS = 400

/** Set on the map's own events while it goes to show all of a node: that is no view that somebody chose. */
const BY_NODE = { byNode: true }

/**
 * Keeps the map, the tree and the address together. Another node: the map shows all of it, and the address has no view of
 * its own. The map is moved by hand: the address says where to, without a new step for Back. The address says something
 * else, by Back or by a link: the map goes there. Returns how to show all of the node again.
 */
export function useFollowing(map: MapLibreMap | null, box: Box | null | undefined): () => void {
  const { tree, node } = useLooking()
  const { view, put } = useMapAddress()
  /** The node that the map went to last, the view that the address and the map agreed on last, and one on its way there. */
  const followed = useRef<string | null>(null)
  const agreed = useRef('')
  const pending = useRef<string | null>(null)
  const target = `${tree} ${node ?? ''}`
  const wished = view ? writeView(view) : ''
  const show = useCallback(
    (to: Box, softly: boolean) => {
      if (!map) return
      fit(map, to, softly, BY_NODE)
      if (wished === '') return
      agreed.current = ''
      pending.current = ''
      put({ view: null })
    },
    [map, put, wished],
  )

  useEffect(() => {
    if (!map) return
    if (pending.current !== null) {
      if (pending.current !== wished) return
      agreed.current = wished
      pending.current = null
    }
    if (view && wished !== agreed.current) {
      const first = followed.current === null
      agreed.current = wished
      followed.current = target
      // It was made with the view that its address had.
      if (!first) map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom })
    } else if (followed.current === null) {
      followed.current = target
      // Its pane may have another size by now than when it was made.
      if (box) fit(map, box, false, BY_NODE)
    } else if (followed.current !== target && box !== undefined) {
      followed.current = target
      if (box) show(box, true)
    }
  }, [map, view, wished, target, box, show])

  useEffect(() => {
    if (!map) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const moved = (event: object) => {
      clearTimeout(timer)
      if ('byNode' in event) return
      timer = setTimeout(() => {
        const now = viewOf(map)
        const text = writeView(now)
        if (text === agreed.current) return
        pending.current = text
        put({ view: now })
      }, LINGER_MS)
    }
    const heard = map.on('moveend', moved)
    return () => {
      clearTimeout(timer)
      heard.unsubscribe()
    }
  }, [map, put])

  // What comes beside the map makes it smaller: as long as nobody has moved it, all of the node stays in sight.
  useEffect(() => {
    if (!map || !box || wished !== '') return
    const heard = map.on('resize', () => fit(map, box, false, BY_NODE))
    return () => heard.unsubscribe()
  }, [map, box, wished])

  return () => box && show(box, true)
}

/** Where a map begins: at the view of its address, or showing all of a node. Undefined: not known yet. */
export function startOf(
  view: View | null,
  box: Box | null | undefined,
  element: HTMLElement | null,
  tools = true,
): Start | undefined {
  if (view) return centred(view)
  if (box === undefined || !element) return undefined
  return box ? centred(viewOfBox(box, element.clientWidth, element.clientHeight, tools)) : {}
}

const centred = ({ lon, lat, zoom }: View): Start => ({ center: [lon, lat], zoom })

/** Shows all of a box. `softly`: one sees where it goes; whoever asked for less motion is taken there at once. */
export function fit(map: MapLibreMap, box: Box, softly: boolean, mark?: object): void {
  const { clientWidth: width, clientHeight: height } = map.getContainer()
  const [west, south, east, north] = box
  const options = { padding: marginOf(width, height), maxZoom: NEAREST, animate: softly, duration: 500 }
  map.fitBounds([west, south, east, north], options, mark)
}

/** The view that a map shows. */
export function viewOf(map: MapLibreMap): View {
  const { lng, lat } = map.getCenter()
  return { zoom: map.getZoom(), lat, lon: lng }
}

/** The box that a map shows. */
export function boxOfMap(map: MapLibreMap): Box {
  const bounds = map.getBounds()
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
}
