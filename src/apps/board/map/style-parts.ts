import type { ExpressionSpecification, SourceSpecification } from 'maplibre-gl'
import type { State } from '../ui/state-order.ts'
import type { Lang } from '../words/table.ts'
import type { HazardPoints } from './hazard-points.ts'
import type { Palette } from './palette.ts'
import type { Layer } from './view.ts'

/** The source of what the register has; its layers and their properties are told in docs/map.md. */
export const SOURCE = 'muster'
export const BASE = 'base'

/**
 * How text is written: by the fonts of the machine, so that Chinese needs no files and nothing comes from the internet.
 * MapLibre takes the weight from the first name; the rest are families as CSS has them.
 */
export const FONT = [
  'system-ui',
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'WenQuanYi Micro Hei',
  'sans-serif',
]
export const STRONG = ['Segoe UI Semibold', ...FONT]

/** A base map that the server has: where it is read from, which layers are in it, and whose it is. */
export interface BaseMap {
  source: SourceSpecification
  /** Names of the layers inside; null: it is made of pictures. */
  layers: ReadonlySet<string> | null
  attribution: string
}

/** What the map is drawn for. */
export interface Wish {
  palette: Palette
  lang: Lang
  shown: ReadonlySet<Layer>
  /** Address of the tiles with `{z}/{x}/{y}`, of a lane and a moment. */
  tiles: string
  base: BaseMap | null
  hazards: HazardPoints
  /** The titles of levels by their ids, in the reader's language. */
  levels: Readonly<Record<string, string>>
}

/**
 * An expression as the style specification writes it. Its types cannot follow arrays that a program puts together; the map
 * checks each of them when it takes the style, and says what is wrong with it.
 */
export const expr = (...parts: unknown[]) => parts as unknown as ExpressionSpecification

/** By the state of what is drawn: `of` says what each looks like. */
export function byState(of: (state: State) => string | number): ExpressionSpecification {
  const cases = (['unheld', 'few', 'late', 'held', 'agreed', 'there', 'free'] as const).flatMap((state) => [
    state,
    of(state),
  ])
  return expr('match', ['get', 'state'], ...cases, of('unknown'))
}

export type Stop = [zoom: number, value: number]

/** A number that grows evenly with the zoom between the stops. */
export function growing(...stops: Stop[]): ExpressionSpecification {
  return expr('interpolate', ['linear'], ['zoom'], ...stops.flat())
}

/** The same worked out for one zoom, where no map does it. */
export function valueAt(stops: readonly Stop[], zoom: number): number {
  const after = stops.findIndex(([at]) => at > zoom)
  const [first, last] = [stops[0] as Stop, stops.at(-1) as Stop]
  if (after === 0) return first[1]
  if (after < 0) return last[1]
  const [[z0, v0], [z1, v1]] = [stops[after - 1] as Stop, stops[after] as Stop]
  return v0 + ((v1 - v0) * (zoom - z0)) / (z1 - z0)
}
