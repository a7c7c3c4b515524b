import type { Position } from '../../base/geometry.ts'
import { drawCounty, lakesOf, readAreas, withBorders } from './areas.ts'
import { damsOf, drawDykes, poldersOf } from './dykes.ts'
import { stationsOf } from './gauges.ts'
import { makeHouseholds } from './households.ts'
import { makeOrganisation } from './members.ts'
import type { Area, County, CountyWaters, Village } from './model.ts'
import { type Km, toGlobe } from './plane.ts'
import { riversOf } from './rivers.ts'

/**
 * The demo county: Poyang's townships and villages by their real codes and names, on ground that is made from a seed.
 * The same options give the same county to the last digit; nobody in it exists. Throws BAD_INPUT when there are too
 * few members for the units.
 */
export function makeCounty(options: { seed: number; households: number; members: number; damKm: number }): County {
  const { seed } = options
  const tree = readAreas()
  const drawing = drawCounty(tree, seed)
  const areas = withBorders(tree, drawing)
  const villageAreas = areas.filter((area) => area.level === 'village')
  const dykes = drawDykes(drawing, options.damKm)
  const households = makeHouseholds(villageAreas, drawing, options.households)
  return {
    seed,
    areas,
    lakes: lakesOf(drawing),
    rivers: riversOf(drawing.streams),
    dams: damsOf(dykes),
    polders: poldersOf(drawing, dykes),
    villages: villageAreas.map((area) =>
      villageOf(area, drawing.sites[drawing.cellOf.get(area.code) as number]?.at as Km),
    ),
    households,
    ...makeOrganisation(areas, households, options.members, seed),
    stations: stationsOf(drawing),
  }
}

/** What a flood needs of the same county, without its people and homes, which take seconds to make. */
export function makeWaters({ seed, damKm }: { seed: number; damKm: number }): CountyWaters {
  const drawing = drawCounty(readAreas(), seed)
  const dykes = drawDykes(drawing, damKm)
  return { dams: damsOf(dykes), polders: poldersOf(drawing, dykes), stations: stationsOf(drawing) }
}

function villageOf({ code, name, nameEn }: Area, at: Km): Village {
  const position: Position = toGlobe(at)
  return { code, name, nameEn, position }
}
