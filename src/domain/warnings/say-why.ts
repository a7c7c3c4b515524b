import type { Why } from './explain.ts'

const SAYS: Record<Why, string> = {
  'not-actual': 'its status is Test, System or Draft: it calls nobody',
  'no-warning': 'it is an Ack or Error, not a warning',
  private: 'its scope is Private',
  superseded: 'superseded by {by}',
  cancelled: 'cancelled by {by}',
  cleared: '{by} says that it is over',
  expired: 'expired',
  ends: 'it ends {by}',
  unknown: 'it cancels something unknown: {by}',
  clear: 'it says that something is over, and names no warning',
  'too-old': 'it was sent too long ago',
  'no-playbook': 'no playbook answers its event',
  asked: 'only its headline speaks of what a playbook answers: a coordinator decides',
  declined: 'a coordinator said that it is not ours',
  'by-hand': 'ended by hand: {by}',
  'begins-later': 'its onset is far: it begins three days before',
  'no-area': 'it is in force and touches no area that is known here',
  'no-place': 'it is in force and touches no place that its playbook asks about',
  failed: 'it could not be acted on: {by}',
}

/** What became of a warning, for those who read the API; the board has words of its own. */
export function sayWhy(why: Why | null, by: string | null): string | null {
  return why === null ? null : SAYS[why].replace('{by}', by ?? 'another message')
}
