import type { Palette } from '../map/palette.ts'
import type { Layer } from '../map/view.ts'
import type { Lang } from '../words/table.ts'
import type { Placed } from './tiles.ts'

/** What a drawing is made with. */
export interface Paint {
  c: CanvasRenderingContext2D
  tiles: readonly Placed[]
  zoom: number
  palette: Palette
  lang: Lang
  shown: ReadonlySet<Layer>
  /** An image of the map by its name, made once; null: there is no such. */
  image: (name: string) => HTMLCanvasElement | null
}
