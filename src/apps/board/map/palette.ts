import type { State } from '../ui/state-order.ts'

/** The colours of the map, as CSS writes them: from the variables of theme.css and map.module.css, so that each is said once. */
export interface Palette extends Record<State, string> {
  scheme: 'light' | 'dark'
  land: string
  water: string
  border: string
  text: string
  quiet: string
  panel: string
  accent: string
  /** Area on which somebody looks. */
  chosen: string
}

const VARIABLES = {
  unheld: '--unheld',
  few: '--unheld',
  late: '--late',
  held: '--held',
  agreed: '--there',
  there: '--there',
  free: '--free',
  unknown: '--unknown',
  land: '--map-land',
  water: '--map-water',
  border: '--map-border',
  text: '--map-text',
  quiet: '--quiet',
  panel: '--panel',
  accent: '--map-accent',
  chosen: '--map-chosen',
} satisfies Record<Exclude<keyof Palette, 'scheme'>, string>

/** Reads the colours as they hold for an element, in whichever theme it stands. */
export function paletteOf(element: Element, scheme: Palette['scheme']): Palette {
  const style = getComputedStyle(element)
  const read = Object.entries(VARIABLES).map(([key, name]) => [key, style.getPropertyValue(name).trim()])
  return { scheme, ...Object.fromEntries(read) } as Palette
}
