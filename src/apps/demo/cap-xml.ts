import type { Position } from '../../base/geometry.ts'
import type { Words } from './model.ts'

/** What goes into one CAP message of the exercise. */
export interface CapMessage {
  sender: string
  identifier: string
  /** With an offset, as in 2020-07-06T20:00:00+08:00. */
  sent: string
  msgType: 'Alert' | 'Update' | 'Cancel'
  references: { sender: string; identifier: string; sent: string }[]
  note: string | null
  severity: string
  urgency: string
  expires: string | null
  headline: Words
  instruction: Words
  /** Warned areas; a message with none is written without any info. */
  areas: { words: Words; ring: Position[] }[]
}

/** A CAP 1.2 message (OASIS, 2010) with status Exercise, in Chinese and English; elements in the schema's order. */
export function capXml(message: CapMessage): string {
  const { references, note, areas } = message
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    tag('identifier', message.identifier),
    tag('sender', message.sender),
    tag('sent', message.sent),
    tag('status', 'Exercise'),
    tag('msgType', message.msgType),
    tag('scope', 'Public'),
    ...(note ? [tag('note', note)] : []),
    ...(references.length > 0
      ? [tag('references', references.map((r) => `${r.sender},${r.identifier},${r.sent}`).join(' '))]
      : []),
    ...(areas.length > 0 ? [info(message, 'zh', 'zh-CN'), info(message, 'en', 'en-US')] : []),
    '</alert>',
    '',
  ].join('\n')
}

function info(message: CapMessage, key: keyof Words, language: string): string {
  return [
    '<info>',
    tag('language', language),
    tag('category', 'Met'),
    tag('event', key === 'zh' ? '洪水' : 'Flood'),
    tag('responseType', message.severity === 'Extreme' ? 'Evacuate' : 'Prepare'),
    tag('urgency', message.urgency),
    tag('severity', message.severity),
    tag('certainty', message.severity === 'Moderate' ? 'Likely' : 'Observed'),
    tag('effective', message.sent),
    ...(message.expires ? [tag('expires', message.expires)] : []),
    tag('senderName', key === 'zh' ? '鄱阳县防汛演练' : 'Poyang county flood exercise'),
    tag('headline', message.headline[key]),
    tag('instruction', message.instruction[key]),
    ...message.areas.map(
      (area) => `<area>${tag('areaDesc', area.words[key])}${tag('polygon', pairs(area.ring))}</area>`,
    ),
    '</info>',
  ].join('\n')
}

/** CAP writes latitude first. Five decimals are a metre. */
function pairs(ring: readonly Position[]): string {
  return ring.map(([lon, lat]) => `${lat.toFixed(5)},${lon.toFixed(5)}`).join(' ')
}

function tag(name: string, text: string): string {
  return `<${name}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</${name}>`
}
