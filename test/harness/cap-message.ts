import { expect } from 'vitest'
import { Warning } from '../../src/domain/warnings/model.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'

export const SQUARE = '28.9,116.6 28.9,116.8 29.1,116.8 29.1,116.6 28.9,116.6'

/** A flood warning for a square on the lake, with any element replaced, or left out by null. */
export function cap(
  change: Record<string, string | null> = {},
  xmlns = 'urn:oasis:names:tc:emergency:cap:1.2',
): string {
  const is = (name: string, usual: string | null) => {
    const value = name in change ? change[name] : usual
    return value === null || value === undefined ? '' : `<${name}>${value}</${name}>`
  }
  const area = is('area', is('areaDesc', 'Poyang') + is('polygon', SQUARE) + is('circle', null) + is('geocode', null))
  const scales = is('urgency', 'Immediate') + is('severity', 'Severe') + is('certainty', 'Observed')
  const info = is('info', is('category', 'Met') + is('event', 'Flood') + scales + is('expires', null) + area)
  const head = is('identifier', 'W-1') + is('sender', 'office@example.org') + is('sent', '2020-07-09T08:00:00+08:00')
  const kind = is('status', 'Actual') + is('msgType', 'Alert') + is('scope', 'Public')
  return `<?xml version="1.0"?>\n<alert xmlns="${xmlns}">${head}${kind}${is('references', null)}${info}${change.more ?? ''}</alert>`
}

/** The one warning in it, as it comes back out of storage. */
export function read(input: string | Uint8Array): Warning {
  const { warnings, refused } = readCap(input)
  expect(refused).toEqual([])
  return Warning.parse(JSON.parse(JSON.stringify(warnings[0])))
}

/** The code and the words with which it is refused. */
export function refusal(input: string | Uint8Array): string {
  const { warnings, refused } = readCap(input)
  expect(warnings).toEqual([])
  return `${refused[0]?.code}: ${refused[0]?.message}`
}
