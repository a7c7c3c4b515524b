const BASE = '/api/v1'

export type Query = Record<string, string | number | boolean | Date | readonly string[] | null | undefined>

/** The address of a request: what is null or undefined is left out, a moment is ISO 8601, a list is joined by commas. */
export function addressOf(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    params.set(
      key,
      value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join(',') : String(value),
    )
  }
  const text = params.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

/** The address of the map's tiles, with `{z}/{x}/{y}` where a tile's numbers go. */
export function tilesAddress(query: { lane: string; at: Date | null; people: boolean }): string {
  const { lane, at, people } = query
  return decodeURI(new URL(addressOf('/tiles/{z}/{x}/{y}', { lane, at, people: people || null }), location.href).href)
}

/** The path of something in a district. */
export const inDistrict = (district: string, rest: string): string =>
  `/districts/${encodeURIComponent(district)}${rest}`

/** Only tells what an act would do, by the act itself, of which nothing is kept. */
export const TRIED: Query = { try: 'true' }
