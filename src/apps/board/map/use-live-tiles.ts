import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { SECOND } from '../../../base/clock.ts'
import { useMapChanges } from '../api/map.ts'
import { SOURCE } from './style-parts.ts'

/** Changes come several a second while a call-out runs: tiles are asked for again so often, and no more. */
const EVERY_MS = SECOND
const AGAIN_MS = 5 * SECOND

/** What is there at once needs no word; what is not after so long is said to be on its way. */
const SOON_MS = 700

/** How the tiles in sight are. `faulty`: some could not be loaded, and are tried again. `waits`: some are on their way. */
interface TilesState {
  faulty: boolean
  waits: boolean
}

/**
 * Asks for the tiles in sight again when something has changed. The server answers with "the same" for each that is, and
 * what is drawn stays until the new one is there, so that nothing flickers.
 */
export function useLiveTiles(map: MapLibreMap | null): TilesState {
  const changes = useMapChanges()
  const [faulty, setFaulty] = useState(false)
  const first = useRef(changes)
  const next = useRef(0)
  useEffect(() => {
    if (!map || changes === first.current) return
    const wait = Math.max(0, next.current - performance.now())
    const timer = setTimeout(() => {
      next.current = performance.now() + EVERY_MS
      map.refreshTiles(SOURCE)
    }, wait)
    return () => clearTimeout(timer)
  }, [map, changes])
  useEffect(() => {
    if (!map) return
    let failed = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const onError = () => {
      failed = true
      setFaulty(true)
      clearTimeout(timer)
      timer = setTimeout(() => {
        failed = false
        map.refreshTiles(SOURCE)
      }, AGAIN_MS)
    }
    const onIdle = () => {
      if (!failed) setFaulty(false)
    }
    const heard = [map.on('error', onError), map.on('idle', onIdle)]
    return () => {
      clearTimeout(timer)
      for (const { unsubscribe } of heard) unsubscribe()
    }
  }, [map])
  return { faulty, waits: useWaits(map) }
}

function useWaits(map: MapLibreMap | null): boolean {
  const [waits, setWaits] = useState(true)
  useEffect(() => {
    if (!map) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      if (timer === undefined && !map.areTilesLoaded()) timer = setTimeout(() => setWaits(true), SOON_MS)
    }
    const done = () => {
      clearTimeout(timer)
      timer = undefined
      setWaits(false)
    }
    const heard = [map.on('render', look), map.on('idle', done)]
    return () => {
      clearTimeout(timer)
      for (const { unsubscribe } of heard) unsubscribe()
    }
  }, [map])
  return waits
}
