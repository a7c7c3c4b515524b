import { BOUNDS } from './bounds.ts'
import { readInstant } from './instants.ts'
import * as cap from './model.ts'
import {
  type Cursor,
  choice,
  cut,
  each,
  fieldOf,
  instant,
  namedValues,
  optional,
  required,
  wording,
} from './read-fields.ts'

/** An info without the areas where it holds; `sent` is when its message was. CAP_MISSING, CAP_BAD_VALUE. */
export function readInfo(
  at: Cursor,
  { version, sent }: Pick<cap.Warning, 'version' | 'sent'>,
): Omit<cap.WarningInfo, 'areas'> {
  const onset = instant(at, 'onset')
  const expires = endOf(at)
  const responses = known(at, 'responseType', cap.RESPONSES, true)
  const urgency = choice(at, 'urgency', cap.URGENCIES)
  // Senders write the end of the message's own life here, and send another before it: to end there would stand people down
  // before the water comes.
  const early = onset !== null && expires !== null && expires <= onset
  // Times copied from an older message: whether it holds now, nobody knows.
  const stale = expires !== null && expires <= sent && !cap.isOver({ responses, urgency })
  const field = fieldOf(at, 'expires')
  if (stale) at.notes.push(`${field} is before it was sent and is not believed: somebody is asked`)
  else if (early) at.notes.push(`${field} is before its onset and is not believed: it holds until superseded`)
  return {
    language: wording(at, 'language', BOUNDS.name) ?? 'en-US', // the default that CAP gives it
    event: cut(required(at, 'event'), BOUNDS.headline, fieldOf(at, 'event'), at.notes),
    categories: known(at, 'category', cap.CATEGORIES, version === '1.0'),
    responses,
    urgency,
    severity: choice(at, 'severity', cap.SEVERITIES),
    certainty: certaintyOf(at, version),
    effective: instant(at, 'effective'),
    onset,
    expires: early || stale ? null : expires,
    stale,
    senderName: wording(at, 'senderName', BOUNDS.headline),
    headline: wording(at, 'headline', BOUNDS.headline),
    description: wording(at, 'description', BOUNDS.text),
    instruction: wording(at, 'instruction', BOUNDS.text),
    eventCodes: namedValues(at, 'eventCode').slice(0, BOUNDS.notes),
  }
}

/** The parameter in which senders write the end of the event itself where `expires` is that of the message (NWS, IPAWS). */
const EVENT_END = 'eventendingtime'

/** The end of an info: `expires`, or the end of the event where that is later. */
function endOf(at: Cursor): Date | null {
  const expires = instant(at, 'expires')
  const written = each(at, 'parameter').find((p) => optional(p, 'valueName')?.toLowerCase() === EVENT_END)
  const value = written === undefined ? null : optional(written, 'value')
  // Without `expires` it holds until it is superseded, which no parameter makes shorter.
  if (value === null || expires === null) return expires
  const ends = readInstant(value)
  if (ends === null) at.notes.push(`${fieldOf(at, 'parameter')} eventEndingTime "${value.slice(0, 80)}" is no moment`)
  if (ends === null || ends <= expires) return expires
  at.notes.push(
    `${fieldOf(at, 'parameter')} eventEndingTime is after its expires: it holds until ${ends.toISOString()}`,
  )
  return ends
}

/** Values of a list that decides nothing, or only by one of them: what CAP does not know is left out, with a note. */
function known<T extends string>(at: Cursor, name: string, allowed: readonly T[], mayMiss: boolean): T[] {
  const written = each(at, name)
  if (written.length === 0 && !mayMiss) at.notes.push(`${fieldOf(at, name)} is missing`)
  const found = written.flatMap(({ element, path }): T[] => {
    const text = element.text.trim()
    const value = allowed.find((a) => a.toLowerCase() === text.toLowerCase())
    if (value !== text)
      at.notes.push(value ? `${path}: "${text}" was read as ${value}` : `${path}: "${text.slice(0, 80)}" is not known`)
    return value ? [value] : []
  })
  return [...new Set(found)]
}

/** CAP 1.0 knew "Very Likely", which 1.1 asks to be read as "Likely". */
function certaintyOf(at: Cursor, version: cap.Warning['version']): cap.WarningInfo['certainty'] {
  if (version !== '1.0' || !/^very likely$/i.test(optional(at, 'certainty') ?? '')) {
    return choice(at, 'certainty', cap.CERTAINTIES)
  }
  at.notes.push(`${fieldOf(at, 'certainty')}: "Very Likely" was read as Likely`)
  return 'Likely'
}
