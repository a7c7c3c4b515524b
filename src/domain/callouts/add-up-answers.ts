import type { AnswerInput, AnswerKind } from './model.ts'

/** What somebody has said in a call-out by all answers that came at once. */
export interface ToldAtOnce {
  callout: string
  person: string
  /** When they were first heard of. */
  heard: Date
  /** From when the last yes holds, and the last no; null: none was told. */
  yes: Date | null
  no: Date | null
  arrived: Date | null
  /** Why the last no. */
  reason: string | null
  /** What they said last; null: only that they have received it. */
  last: 'yes' | 'no' | null
}

/** An answer with its moment, which is believed up to now: a device whose clock is ahead tells of the future. */
export function withBelievedTime<A extends Pick<AnswerInput, 'at'>>(answer: A, now: Date): A & { at: Date } {
  return { ...answer, at: answer.at && answer.at < now ? answer.at : now }
}

/**
 * Answers that came at once, in the order in which they were given: by their times, and of those at one time as they stand in
 * the list. To be there is to say yes.
 */
export function addUpAnswers(answers: readonly (AnswerInput & { callout: string })[], now: Date): ToldAtOnce[] {
  const told = new Map<string, ToldAtOnce>()
  for (const { callout, person, kind, at, reason = null } of inTheirOrder(
    answers.map((a) => withBelievedTime(a, now)),
  )) {
    const key = `${callout} ${person}`
    const nothing = { callout, person, heard: at, yes: null, no: null, arrived: null, reason: null, last: null }
    const before: ToldAtOnce = told.get(key) ?? nothing
    told.set(key, { ...before, ...said(before, kind, at, reason) })
  }
  return [...told.values()]
}

/** By time, and where times are the same as they came. */
export function inTheirOrder<A extends { at: Date }>(answers: readonly A[]): A[] {
  return answers.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

function said(before: ToldAtOnce, kind: AnswerKind, at: Date, reason: string | null): Partial<ToldAtOnce> {
  if (kind === 'acknowledged') return {}
  if (kind === 'declined')
    return { last: 'no', no: before.last === 'no' ? before.no : at, reason: reason ?? before.reason }
  const yes = before.last === 'yes' ? before.yes : at
  return { last: 'yes', yes, arrived: kind === 'arrived' ? (before.arrived ?? at) : before.arrived }
}
