import type { Playbook } from './model.ts'

/** What of an info tells which kind of emergency it is about. */
export interface Told {
  event: string
  headline: string | null
  eventCodes: readonly { value: string }[]
}

/**
 * Whether a playbook is for an info's kind of event, and what says so: one of its words stands in the event or an event code;
 * or in the headline alone, which is a question and no answer ("no flooding expected"). Words, not the CAP category: `Met`
 * covers storms and heat as well, and senders fill it in carelessly.
 */
export function answers(playbook: Playbook, info: Told): 'event' | 'headline' | null {
  const holds = (text: string) => {
    const folded = text.normalize('NFKC').toLowerCase()
    return playbook.events.some((word) => folded.includes(word.normalize('NFKC').toLowerCase()))
  }
  if (holds(info.event) || info.eventCodes.some((code) => holds(code.value))) return 'event'
  return info.headline !== null && holds(info.headline) ? 'headline' : null
}
