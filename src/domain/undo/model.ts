/** Acts that are undone whole, by what they were about. */
export type GraveKind = 'plan' | 'callout' | 'warning'

/** What of an act is undone, and how: duties that were given a moment ago are ended, answers written down are taken back. */
export type UndoKind = GraveKind | 'duties' | 'answers'

/** How far the undoing of a grave act is. */
export type UndoStage = 'duties' | 'calls' | 'done'

/** A grave act that is being undone in one campaign, or was. */
export interface ActUndoing {
  district: string
  id: string
  act: string
  lane: string
  kind: GraveKind
  subject: string
  campaign: string
  actedAt: Date
  overAt: Date | null
  begunAt: Date
  begunBy: string
  stage: UndoStage
  upTo: string
  upToPerson: string
  total: number
  restored: number
  lost: number
  told: number
  aside: string[]
  endedAt: Date | null
}

/** What undoing an act does, or would do: its size, and what cannot be as it was. */
export interface UndoSize {
  kind: UndoKind
  /** Duties that end again, or are given again. */
  duties: number
  /** Of what the act changed, what cannot be as it was: others hold it by now, or it is over. */
  lost: number
  /** People who are stood down, or called back. */
  people: number
}

/** How far an undo is: all campaigns of the act together. */
export interface UndoProgress {
  total: number
  restored: number
  lost: number
  told: number
  /** Set aside: somebody has to have them tried again. */
  aside: number
  done: boolean
}

/** Acts by hand that the tray lists. */
export const TRAY_ACTS = [
  'warning.end',
  'warning.decide',
  'warning.undo',
  'proposal.accept',
  'proposal.refuse',
  'proposal.undo',
  'callout.stop',
  'callout.again',
  'callout.hand',
  'callout.undo',
  'duty.give',
  'duty.end',
  'duty.replace',
  'duty.undo',
  'summons.answer',
  'summons.take-back',
  'unit.form',
  'unit.dissolve',
  'absence.note',
  'absence.end',
  'record.tie',
  'record.drop',
  'exercise.start',
] as const

/** An act of the last hours, as the tray lists it. */
export interface LatelyAct {
  /** Where the act is kept: `*` for what belongs to no district. */
  district: string
  id: string
  at: Date
  actor: string
  /** A person's name; null: a part of Muster. */
  by: string | null
  act: string
  /** What it was about: an id, where it has one, and its name. */
  subject: string | null
  name: string | null
  /** How much it did; null: one thing. */
  count: number | null
  reason: string | null
  /** Until when it may be undone; null: not, or no longer, or it was. */
  undoUntil: Date | null
  undo: UndoProgress | null
}
