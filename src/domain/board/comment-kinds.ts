/** What a sentence of the commentary is about; of one moment, in the order in which one thing leads to the next. */
export const COMMENT_KINDS = [
  'begin',
  'warning',
  'campaign',
  'level',
  'hazard',
  'ill',
  'given',
  'plan',
  'accepted',
  'refused',
  'callout',
  'treating',
  'treated',
  'confirmed',
  'mistaken',
  'end',
  'over',
] as const
export type CommentKind = (typeof COMMENT_KINDS)[number]
