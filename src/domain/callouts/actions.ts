import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endCallouts } from './ending.ts'
import type { AnswerInput } from './model.ts'
import { saveAnswers } from './store.ts'

/** What must follow an answer that lets go of duties or takes them up again, inside its transaction. Passed in, since gaps come later. */
export type AfterDecline = (
  tx: Tx,
  now: Date,
  at: { district: string; lane: string },
  duties: string[],
) => Promise<void>

/**
 * Takes answers in, one or a thousand. Telling the same again changes nothing. A person who declines no longer counts
 * as holding what was asked: the gap is there at once, for the planner or a superior to fill.
 */
export async function takeAnswers(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  answers: (AnswerInput & { callout: string })[],
  after: AfterDecline,
): Promise<number> {
  if (answers.length === 0) return 0
  return db.write(now, (tx) => saveAndFollow(tx, { now, actor, district }, answers, after))
}

/** The same inside a transaction; `written`: by a desk, in which act and when it was said. SUMMONS_UNKNOWN where none of them was called. */
export async function saveAndFollow(
  tx: Tx,
  { now, actor, district }: { now: Date; actor: Actor; district: string },
  answers: (AnswerInput & { callout: string })[],
  after: AfterDecline,
  written?: { act: string; saidAt: Date; callout: string },
): Promise<number> {
  // Who says no lets go of duties, whose requirements a piece of the flow may hold that waits for this summons.
  if (answers.some((a) => a.kind === 'declined')) await countBeside(tx, district)
  const saved = await saveAnswers(tx, now, district, answers)
  if (saved.length === 0)
    throw new MusterError('SUMMONS_UNKNOWN', { callout: answers[0]?.callout, person: answers[0]?.person })
  await audit(tx, now, actor, {
    district,
    ...(saved[0] ? { lane: saved[0].lane } : {}),
    act: 'summons.answer',
    subject: (saved.length === 1 ? saved[0]?.person : written?.callout) ?? null,
    detail: {
      ...countKinds(saved),
      ...(written && { written: written.act, saidAt: written.saidAt, callout: written.callout }),
    },
  })
  const turned = saved.filter((s) => s.turned && s.kind !== 'acknowledged')
  for (const [lane, theirs] of Map.groupBy(turned, (s) => s.lane)) {
    const duties = theirs.flatMap((s) => s.duties)
    await after(tx, now, { district, lane }, duties)
  }
  const callouts = [...new Set(saved.map((s) => s.callout))]
  await endCallouts(tx, now, actor, district, tx`id = any(${callouts}::uuid[])`)
  return saved.length
}

function countKinds(saved: { kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const s of saved) counts[s.kind] = (counts[s.kind] ?? 0) + 1
  return counts
}
