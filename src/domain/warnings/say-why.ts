import { BOUNDS } from './bounds.ts'
import { DOUBTS } from './doubts.ts'
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
  withdrawn: 'it was taken back, and ends nothing any more',
  'begins-later': 'its onset is far: it begins three days before',
  'no-area': 'it is in force and touches no area that is known here',
  'no-place': 'it is in force and touches no place that its playbook asks about',
  failed: 'it could not be acted on: {by}',
  'no-info': 'it has no info',
  nowhere: 'it touches no area that is known here',
  lifted: 'its words say that it is lifted or not expected, and no field of it does: a coordinator decides',
  test: 'its words say that it is a test, and its status is Actual: a coordinator decides',
  stale: 'it expires before it was sent, so its times are not believed: a coordinator decides',
  'too-many': `it is tied by references to more than ${BOUNDS.chain} messages, and was not weighed`,
  'in-part': 'it names only a part of the area of {by}, which stays in force: a coordinator decides',
  'part-in-doubt': 'a part of it, where {by} stands, is not clear; {by} stays in force: a coordinator decides',
  'other-playbook': 'another playbook answers it than {by}, which stays in force: a coordinator decides',
  kept: 'a coordinator said that what it refers to stays in force',
}

/** What became of a warning, for those who read the API; the board has words of its own. */
export function sayWhy(why: Why | null, by: string | null): string | null {
  if (why === null) return null
  if (why === 'unknown' && by === null) return 'it cancels something, and its references name no sender and identifier'
  // What is in doubt has no `by` but what it would end.
  const stays = by !== null && (DOUBTS as readonly string[]).includes(why) ? `; ${by} stays in force until then` : ''
  return SAYS[why].replaceAll('{by}', by ?? 'another message') + stays
}
