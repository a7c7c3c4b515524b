import type { HazardShape } from '../../client/hazards.ts'

/** A point a hazard, with all that a tip says of it. */
export type HazardPoints = GeoJSON.FeatureCollection<GeoJSON.Point>

export function pointsOfHazards(hazards: readonly HazardShape[], title: (hazard: HazardShape) => string): HazardPoints {
  return {
    type: 'FeatureCollection',
    features: hazards.map((h) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...h.point] },
      properties: {
        id: h.id,
        title: title(h),
        muddy: h.muddy === true,
        gravity: h.gravity,
        state: h.state,
        place: h.place,
      },
    })),
  }
}
