import type { Playbook } from './model.ts'

/**
 * Whether a playbook is for a warning's kind of event: one of its words stands in an event, a headline or an event code.
 * Words, not the CAP category: `Met` covers storms and heat as well, and senders fill it in carelessly.
 */
export function answers(
  playbook: Playbook,
  warning: { events: string[]; headlines: Record<string, string>; infos: { eventCodes: { value: string }[] }[] },
): boolean {
  const said = [
    ...warning.events,
    ...Object.values(warning.headlines),
    ...warning.infos.flatMap((i) => i.eventCodes.map((c) => c.value)),
  ]
    .join('\n')
    .toLowerCase()
  return playbook.events.some((word) => said.includes(word.toLowerCase()))
}
