/**
 * What stands for a kind of place on the map: strokes on a square of 14 by 14, as SVG writes paths. Kinds without one, such
 * as the many households, are dots.
 */
export const GLYPHS: Readonly<Record<string, string>> = {
  shelter: 'M2 7.2L7 2.6l5 4.6M3.6 6.2V11.6H10.4V6.2M6 11.6V8.6H8v3',
  gate: 'M1.8 2.8H12.2M3.2 2.8V12M10.8 2.8V12M5.2 5.4H8.8V10.2H5.2ZM7 2.8V5.4',
  checkpoint: 'M2 4.6H12V7.6H2ZM3.6 7.6V12M10.4 7.6V12M5 7.6L7 4.6M8.6 7.6L10.6 4.6',
  grid: 'M2.6 2.6H11.4V11.4H2.6ZM7 2.6V11.4M2.6 7H11.4',
  village: 'M1.6 7.4L4.6 4.4L7.4 7.2V11.8H2.6V6.6M6.4 4.8L9.4 2.2L12.4 5V11.8H9.6',
}

/** Marks of the states inside a sign, on the same square: those of ui/state.tsx. */
export const STATE_STROKES = {
  unheld: 'M4 4L10 10M10 4L4 10',
  late: 'M7 3.6V7L9.4 8.6',
  few: 'M3.4 7H10.6M7 7V10.6',
  held: 'M5 7A2 2 0 1 1 9 7A2 2 0 1 1 5 7',
  agreed: 'M3.6 7.4L6 9.8L10.4 4.8',
  there: 'M3.6 7.4L6 9.8L10.4 4.8M3.4 11.8H10.6',
  free: '',
  unknown: 'M5.2 5.4A1.9 1.9 0 1 1 7.9 7.1C7.2 7.4 7 7.7 7 8.4M7 10.2V10.3',
} as const

/** Head and shoulders, on the same square. */
export const PERSON =
  'M7 1.6A2.6 2.6 0 1 1 7 6.8A2.6 2.6 0 1 1 7 1.6ZM2.2 12.8C2.2 9.4 4.2 7.8 7 7.8S11.8 9.4 11.8 12.8Z'
