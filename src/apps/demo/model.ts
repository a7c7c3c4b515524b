import type { LineString, MultiPolygon, Polygon, Position } from '../../base/geometry.ts'
import type { GaugeStation } from '../../domain/warnings/gauges.ts'
import type { River } from './rivers.ts'

/** Words in both languages of the demo. */
export interface Words {
  zh: string
  en: string
}

export type AreaLevel = 'province' | 'prefecture' | 'county' | 'township' | 'village'

/** A node of the administrative tree. Borders are made, and known only from the county down. */
export interface Area {
  /** GB/T 2260 and its extensions: 2, 4, 6, 9 or 12 digits. */
  code: string
  parent: string | null
  level: AreaLevel
  name: string
  nameEn: string
  polygon: MultiPolygon | null
}

export interface Lake {
  code: string
  name: string
  nameEn: string
  polygon: MultiPolygon
}

/** A whole dyke; whoever loads it cuts it into sections. The line runs from K0. */
export interface Dam {
  code: string
  name: string
  nameEn: string
  line: LineString
  lengthM: number
}

/** The low land that a dyke keeps dry: what is warned when the dyke is in danger. Polders may overlap. */
export interface Polder {
  code: string
  name: string
  nameEn: string
  /** Code of the dyke in front of it. */
  dam: string
  polygon: Polygon
}

/** Where a village is answered for. Its code and names are those of its area. */
export interface Village {
  code: string
  name: string
  nameEn: string
  position: Position
}

/** All households as columns, village by village: those of `villages[v]` are rows `first[v]` up to `first[v + 1]`. */
export interface Households {
  count: number
  lon: Float64Array
  lat: Float64Array
  /** 1 to 7. */
  people: Uint8Array
  /** Index into the county's villages. */
  village: Int32Array
  first: Int32Array
}

export interface Unit {
  code: string
  parent: string | null
  kind: 'committee' | 'branch' | 'group'
  name: string
  nameEn: string
  /** Code of the area in which it works. */
  area: string
}

export type Skill = 'hydraulic' | 'medical' | 'boat' | 'radio' | 'driving' | 'carpentry'

export interface Member {
  code: string
  name: string
  kind: 'member' | 'official' | 'volunteer'
  unit: string
  /** Code of the area of home. */
  area: string
  home: Position
  skills: Skill[]
  /** E.164 by form, and nobody's: country code 999 is given to no country. Null: no way to reach this person is known. */
  phone: string | null
}

/** One secretary a unit, and one or two deputies where there are people enough. */
export interface Post {
  unit: string
  member: string
  role: 'secretary' | 'deputy'
}

/** A gauge on a river; readings name it by `name`. */
export interface Station extends GaugeStation {
  code: string
  nameEn: string
  /** Code of the river. */
  river: string
  /** What its flood is made of: the water before it and at its crest, when the crest comes, and when it reads falsely. */
  flood: { floorCm: number; crestCm: number; crestAt: Date; seed: number; falseAt: Date | null }
}

/** What a flood is played on. */
export type CountyWaters = Pick<County, 'dams' | 'polders' | 'stations'>

export interface County {
  seed: number
  areas: Area[]
  lakes: Lake[]
  rivers: River[]
  dams: Dam[]
  polders: Polder[]
  villages: Village[]
  households: Households
  units: Unit[]
  members: Member[]
  posts: Post[]
  stations: Station[]
}
