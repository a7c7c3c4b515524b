/** Metres round the earth at the equator, and pixels of the map round it at zoom 0. */
const [ROUND_M, ROUND_PX] = [40_075_016.686, 512]
/** A CSS pixel is a 96th of an inch. */
const PX_M = 0.0254 / 96
const PX_MM = 25.4 / 96

/** How a sheet's scale is told: a bar of so many metres that is so many millimetres long, and 1 : n on the paper. */
export interface Scale {
  metres: number
  mm: number
  oneTo: number
}

/** The scale of Web Mercator at a latitude, with the longest round bar that is at most `mostMm` long. */
export function scaleOf(zoom: number, lat: number, mostMm: number): Scale {
  const metresPerPx = (ROUND_M * Math.cos((lat * Math.PI) / 180)) / (ROUND_PX * 2 ** zoom)
  const most = (metresPerPx * mostMm) / PX_MM
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = ([5, 2, 1].find((n) => n * power <= most) ?? 1) * power
  return { metres, mm: (metres / metresPerPx) * PX_MM, oneTo: roundTo3(metresPerPx / PX_M) }
}

/** Three figures: a printer is no more exact than that. */
const roundTo3 = (n: number): number => Number(n.toPrecision(3))
