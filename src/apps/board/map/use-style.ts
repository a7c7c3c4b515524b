import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { StyleSpecification } from 'maplibre-gl'
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { tilesAddress } from '../api/address.ts'
import { useHazards } from '../api/hazards.ts'
import { useMapFacts } from '../api/map.ts'
import { usePlaybooks } from '../api/playbooks.ts'
import { useHazardWords } from '../hazard/hazard-words.ts'
import { useLooking } from '../looking.ts'
import { useWords } from '../words/words.ts'
import { readBaseMap } from './base-map.ts'
import { type HazardPoints, pointsOfHazards } from './hazard-points.ts'
import { type Palette, paletteOf } from './palette.ts'
import { styleOf } from './style.ts'
import type { Layer } from './view.ts'

/** A base map for what the server has; null while it is not known, and where there is none or it cannot be read. */
function useBaseMap() {
  const { data: facts, isError } = useMapFacts()
  const base = useQuery({
    queryKey: ['base-map'],
    queryFn: readBaseMap,
    enabled: facts?.basemap === true,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  // Without a base map the map is as useful: nobody waits for one that does not come.
  const known = isError || facts?.basemap === false || base.data !== undefined || base.isError
  return { base: base.data ?? null, known }
}

/**
 * The colours of an element, in the theme that was chosen or in the one that is given. Read after everything is in its place:
 * the element may be one of those around.
 */
export function usePalette(element: RefObject<HTMLElement | null>, fixed?: Palette['scheme']): Palette | null {
  const chosen = useComputedColorScheme('light')
  const scheme = fixed ?? chosen
  const [palette, setPalette] = useState<Palette | null>(null)
  useEffect(() => {
    if (element.current) setPalette(paletteOf(element.current, scheme))
  }, [element, scheme])
  return palette
}

/** The hazards that stand where one looks, as points: the same object while they stay the same. */
function useHazardPoints(): HazardPoints {
  const { data } = useHazards()
  const { title } = useHazardWords()
  const text = JSON.stringify(pointsOfHazards(data?.items ?? [], title))
  return useMemo(() => JSON.parse(text) as HazardPoints, [text])
}

/** The titles of all levels by their ids: the same object while they stay the same. */
function useLevelTitles(): Record<string, string> {
  const { lang } = useWords()
  const { data } = usePlaybooks()
  const text = JSON.stringify(
    Object.fromEntries((data?.items ?? []).flatMap((p) => p.levels).map(({ id, title }) => [id, title[lang]])),
  )
  return useMemo(() => JSON.parse(text) as Record<string, string>, [text])
}

/** The style of the map as it is looked at: lane, moment, language, colours, layers. Null: not all of it is known yet. */
export function useMapStyle(palette: Palette | null, shown: ReadonlySet<Layer>) {
  const { lane, at } = useLooking()
  const { lang } = useWords()
  const { base, known } = useBaseMap()
  const tiles = tilesAddress({ lane, at, people: shown.has('people') })
  const levels = useLevelTitles()
  const hazards = useHazardPoints()
  const style = useMemo<StyleSpecification | null>(
    () => (palette && known ? styleOf({ palette, lang, shown, tiles, base, hazards, levels }) : null),
    [palette, lang, shown, tiles, base, known, hazards, levels],
  )
  return { style, attribution: base?.attribution ?? '' }
}
