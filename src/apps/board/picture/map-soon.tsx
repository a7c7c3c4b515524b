import { lazy, Suspense, useState } from 'react'
import { SightPane } from '../sight/sight-pane.tsx'
import { Loading } from '../ui/loading.tsx'

let here: typeof import('../map/map-pane.tsx')['MapPane'] | null = null
const LaterMap = lazy(async () => ({ default: await fetchMap() }))

/** Fetches the map with its library, the largest part of the board, by itself. */
export async function fetchMap() {
  const { MapPane } = await import('../map/map-pane.tsx')
  here = MapPane
  return MapPane
}

/** What was drawn of the map before the board was there, if it was. */
function FirstSight() {
  return (
    <>
      <Loading />
      <SightPane drawn={false} />
    </>
  )
}

/** The map: at once where it has been fetched, or as soon as it has. */
export function MapSoon() {
  const [Pane] = useState(() => here ?? LaterMap)
  return (
    <Suspense fallback={<FirstSight />}>
      <Pane />
    </Suspense>
  )
}
