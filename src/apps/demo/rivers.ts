import type { LineString } from '../../base/geometry.ts'
import { type Curve, curve, part, shifted, smoothed, spline, wave } from './curves.ts'
import { RIVERS } from './ground.ts'
import { type Km, toGlobe, toPlane } from './plane.ts'

export interface River {
  code: string
  name: string
  nameEn: string
  widthM: number
  /** The middle of the stream, downstream. */
  line: LineString
}

/** A river while the county is being drawn, in kilometres on the plane. */
export interface Stream {
  code: string
  course: Curve
  widthKm: number
}

/** The rivers' courses: drawn by hand, meandering by the seed; the ends stay where rivers meet. */
export function drawStreams(seed: number): Stream[] {
  return RIVERS.map((river, i) => {
    const drawn = curve(spline(river.course.map(toPlane)))
    const smooth = curve(part(drawn, 0, drawn.length, 0.3))
    const bends = wave(seed + 101 * (i + 1), 11)
    const meander = (k: number) => {
      const km = smooth.at[k] as number
      const ends = Math.min(1, km / 4, (smooth.length - km) / 4)
      return ends * bends(km)
    }
    return {
      code: river.code,
      widthKm: river.widthKm,
      course: curve(smoothed(shifted(smooth.points, meander), 2)),
    }
  })
}

export function riversOf(streams: readonly Stream[]): River[] {
  return streams.map(({ code, course, widthKm }) => {
    const { name, nameEn } = RIVERS.find((river) => river.code === code) as (typeof RIVERS)[number]
    const line: LineString = {
      type: 'LineString',
      coordinates: course.points.map((p: Km) => toGlobe(p)),
    }
    return { code, name, nameEn, widthM: widthKm * 1000, line }
  })
}
