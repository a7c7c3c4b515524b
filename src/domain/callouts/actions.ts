import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endCallouts } from './ending.ts'
import type { AnswerInput } from './model.ts'
import { saveAnswers } from './store.ts'

/** Where people answered: with `campaign`, they accepted or are there, and it alone is surer of what they were asked. */
export interface AnsweredIn {
  district: string
  lane: string
  campaign?: string
}

/**
 * What must follow an answer, inside its transaction: one that lets go of duties or takes them up again, or one by which a
 * campaign is surer that they are held. Passed in, since gaps come later.
 */
export type AfterDecline = (tx: Tx, now: Date, at: AnsweredIn, duties: string[]) => Promise<void>

/**
 * Takes answers in, one or a thousand. Telling the same again changes nothing. A person who declines no longer counts
 * as holding what was asked: the gap is there at once, for the planner or a superior to fill. Of who accepts or is there the board is
 * surer at once.
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
  // A yes or a no changes requirements, which a piece of the flow may hold that waits for this summons.
  if (answers.some((a) => a.kind !== 'acknowledged')) await countBeside(tx, district)
  const saved = await saveAnswers(tx, now, district, answers)
  if (saved.length === 0)
    throw new MusterError('SUMMONS_UNKNOWN', { callout: answers[0]?.callout, person: answers[0]?.person })
  for (const [lane, told] of Map.groupBy(saved, (s) => s.lane)) {
    await audit(tx, now, actor, {
      district,
      lane,
      act: 'summons.answer',
      subject: (told.length === 1 ? told[0]?.person : written?.callout) ?? null,
      detail: {
        ...countKinds(told),
        ...(written && { written: written.act, saidAt: written.saidAt, callout: written.callout }),
      },
    })
  }
  const answered = saved.filter((s) => s.kind !== 'acknowledged')
  const groups = Map.groupBy(answered, ({ lane, campaign, turned }) => (turned ? lane : `${lane} ${campaign}`))
  for (const [, theirs] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ lane, campaign, turned }] = theirs as [(typeof theirs)[0]]
    const duties = theirs.flatMap((s) => s.duties)
    await after(tx, now, turned ? { district, lane } : { district, lane, campaign }, duties)
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
