import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { SECOND } from '../../../base/clock.ts'
import { useMapChanges } from '../api/map.ts'
import { SOURCE } from './style-parts.ts'

/** Changes come several a second while a call-out runs: tiles are asked for again so often, and no more. */
const EVERY_MS = SECOND
const AGAIN_MS = 5 * SECOND

/**
 * Asks for the tiles in sight again when something has changed. The server answers with "the same" for each that is, and
 * what is drawn stays until the new one is there, so that nothing flickers. True: some could not be loaded; they are tried
 * again.
 */
export function useLiveTiles(map: MapLibreMap | null): boolean {
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
  return faulty
}
