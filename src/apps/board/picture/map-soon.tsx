import { lazy, Suspense, useState } from 'react'
import { Loading } from '../ui/loading.tsx'

let here: typeof import('../map/map-pane.tsx')['MapPane'] | null = null
const LaterMap = lazy(async () => ({ default: await fetchMap() }))

/** Fetches the map with its library, the largest part of the board, by itself. */
export async function fetchMap() {
  const { MapPane } = await import('../map/map-pane.tsx')
  here = MapPane
  return MapPane
}

/** The map: at once where it has been fetched, or as soon as it has. */
export function MapSoon() {
  const [Pane] = useState(() => here ?? LaterMap)
  return (
    <Suspense fallback={<Loading />}>
      <Pane />
    </Suspense>
  )
}
