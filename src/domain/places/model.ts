import type { Geometry, MultiPolygon, Polygon } from '../../base/geometry.ts'

/** A node of the administrative tree, with its official code. */
export interface Area {
  code: string
  parent: string | null
  /** The area at which its emergencies are run; an area above those is a district of its own. */
  district: string
  level: number
  kind: string
  name: string
  names: Record<string, string>
  path: string[]
}

/** An area as it is brought in: its place in the tree follows from `parent`. */
export interface AreaInput {
  code: string
  parent: string | null
  district: string
  level: number
  kind: string
  name: string
  names?: Record<string, string>
  path: string[]
  shape?: Polygon | MultiPolygon | null
  props?: Record<string, unknown>
}

/** Something on the ground that is answered for. */
export interface Place {
  district: string
  id: string
  kind: string
  code: string
  name: string
  area: string
  line: string | null
  fromM: number | null
  toM: number | null
  people: number | null
  risk: number
}

export interface PlaceInput {
  kind: string
  code: string
  name: string
  area: string
  geom: Geometry
  line?: string | null
  fromM?: number | null
  toM?: number | null
  people?: number | null
  risk?: number
  props?: Record<string, unknown>
}

/** Chainage as engineers write it: 12,500 m is `K12+500`. */
export function chainage(metres: number): string {
  const m = Math.round(metres)
  return `K${Math.floor(m / 1000)}+${String(m % 1000).padStart(3, '0')}`
}
