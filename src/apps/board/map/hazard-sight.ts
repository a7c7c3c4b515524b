import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import { useHazards } from '../api/hazards.ts'
import { boxOfMap } from './use-following.ts'

/** How many hazards are in sight, counted whenever the map has come to rest; null: not known yet. */
export function useHazardsInSight(map: MapLibreMap | null): number | null {
  const { data } = useHazards()
  const [n, setN] = useState<number | null>(null)
  useEffect(() => {
    if (!map || !data) return
    const count = () => {
      const [west, south, east, north] = boxOfMap(map)
      setN(
        data.items.filter(({ point: [lon, lat] }) => lon >= west && lon <= east && lat >= south && lat <= north).length,
      )
    }
    count()
    const { unsubscribe } = map.on('moveend', count)
    return unsubscribe
  }, [map, data])
  return n
}
