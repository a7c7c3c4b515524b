import { polygonOf, villageCode } from './county.ts'

/** One `info` of a CAP message, with any element replaced, or left out by null; `villages` are its area. */
export function info(villages: number[], change: Record<string, string | null> = {}): string {
  const is = (name: string, usual: string | null) => {
    const value = name in change ? change[name] : usual
    return value === null || value === undefined ? '' : `<${name}>${value}</${name}>`
  }
  const area = villages.length > 0 ? `<areaDesc>villages</areaDesc><polygon>${polygonOf(...villages)}</polygon>` : null
  const scales = is('urgency', 'Immediate') + is('severity', 'Minor') + is('certainty', 'Observed')
  const times = is('effective', null) + is('onset', null) + is('expires', null)
  const what = is('language', 'en') + is('category', 'Met') + is('event', 'Flood') + is('responseType', null)
  return `<info>${what}${scales}${is('eventCode', null)}${times}${is('headline', null)}${is('area', area)}</info>`
}

/** Geocodes of one scheme, as the content of an `area`. */
export function geocodes(valueName: string, ...values: string[]): string {
  const codes = values.map((v) => `<geocode><valueName>${valueName}</valueName><value>${v}</value></geocode>`)
  return `<areaDesc>codes</areaDesc>${codes.join('')}`
}

/** Of the households of the little county, in which villages all twenty are asked for now. */
export function helpedIn(rows: readonly { area: string }[]): number[] {
  return [1, 2, 3, 4, 5, 6].filter((v) => rows.filter((r) => r.area === villageCode(v)).length === 20)
}
