/** What a change is about: enough to know what has to be read anew. */
export const TOPICS = [
  'gaps',
  'duties',
  'callouts',
  'records',
  'hazards',
  'warnings',
  'proposals',
  'register',
  'exercise',
  'faults',
] as const
export type Topic = (typeof TOPICS)[number]

/** Stands for every lane, or for every district, in a change that is not of one alone. */
export const ALL = '*'

const BY_ACT: Readonly<Record<string, Topic>> = {
  duty: 'duties',
  summons: 'callouts',
  callout: 'callouts',
  record: 'records',
  hazard: 'hazards',
  warning: 'warnings',
  gauge: 'warnings',
  campaign: 'warnings',
  proposal: 'proposals',
  exercise: 'exercise',
  fault: 'faults',
}

/** The topic of an audited act by its first word: `duty.give` is about duties; what has no topic of its own is the register's. */
export function topicOf(act: string): Topic {
  return BY_ACT[act.split('.')[0] ?? ''] ?? 'register'
}
