import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Looking } from '../looking.ts'
import { type MapAddress, parseMap, writeMap } from './view.ts'

const root = getRouteApi('__root__')

/** The map's part of the address, and a way to change it. A change of the map is no new step for Back. */
export function useMapAddress(): MapAddress & { put: (change: Partial<MapAddress>) => void } {
  const { map } = root.useSearch()
  const navigate = useNavigate()
  const address = useMemo(() => parseMap(map), [map])
  const put = useCallback(
    (change: Partial<MapAddress>) => {
      const search = (before: Looking) => ({ ...before, map: writeMap({ ...parseMap(before.map), ...change }) })
      void navigate({ to: '.', search: search as never, replace: true })
    },
    [navigate],
  )
  return { ...address, put }
}
