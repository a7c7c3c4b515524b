import type { z } from 'zod'
import { MusterError, type Why, whyOf } from '../../base/errors.ts'
import { faultOfItem } from '../../base/input.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { byHalves } from '../../db/set-aside.ts'
import type { Actor } from '../audit/model.ts'
import { type AfterDecline, saveAndFollow } from './actions.ts'
import { inTheirOrder, withBelievedTime } from './add-up-answers.ts'
import { answeredBy, type SaidInCallout } from './list.ts'
import type { AnswerInput, AnswerKind } from './model.ts'

/** One for each answer that was sent, in their order. All but `refused` are in the database. */
export interface AnswerReceipt {
  /** Null where what was sent names none. */
  person: string | null
  kind: AnswerKind | null
  taken: 'taken' | 'before' | 'refused'
  fault: Why | null
}

/** To which call-out answers were sent, by whom and when. */
export interface Answering {
  now: Date
  actor: Actor
  district: string
  callout: string
}

/**
 * Takes in answers as they came: each is read, judged and kept for itself, in one transaction. One that was told before changes
 * nothing and says so; one of somebody who was not called is refused (SUMMONS_UNKNOWN), and holds up nobody.
 */
export async function receiveAnswers(
  db: Db,
  answering: Answering,
  { items, read }: { items: readonly unknown[]; read: (item: unknown) => z.ZodSafeParseResult<AnswerInput> },
  after: AfterDecline,
): Promise<AnswerReceipt[]> {
  const parsed = items.map((item) => read(item))
  const receipts: AnswerReceipt[] = parsed.map((p) =>
    p.success
      ? receiptOf(p.data, 'before')
      : { person: null, kind: null, ...refused(faultOfItem(p.error, 'the answer')) },
  )
  const good = parsed.flatMap((p, nth) => (p.success ? [{ nth, answer: p.data }] : []))
  if (good.length === 0) return receipts
  await db.write(answering.now, async (tx) => {
    for (const [nth, receipt] of await keep(tx, answering, good, after)) receipts[nth] = receipt
  })
  return receipts
}

interface Sent {
  nth: number
  answer: AnswerInput
}

async function keep(
  tx: Tx,
  answering: Answering,
  sent: readonly Sent[],
  after: AfterDecline,
): Promise<Map<number, AnswerReceipt>> {
  const { now, actor, district, callout } = answering
  const people = [...new Set(sent.map((s) => s.answer.person))]
  const before = await answeredBy(tx, district, callout, people)
  const receipts = new Map<number, AnswerReceipt>()
  const inOrder = inTheirOrder(sent.map(({ nth, answer }) => ({ nth, answer, at: withBelievedTime(answer, now).at })))
  const news = inOrder.filter(({ nth, answer }) => {
    const said = before.get(answer.person)
    if (said === undefined) {
      const error = new MusterError('SUMMONS_UNKNOWN', { callout, person: answer.person })
      receipts.set(nth, { ...receiptOf(answer, 'refused'), ...refused(error) })
    } else if (isKnown(said, answer)) {
      receipts.set(nth, receiptOf(answer, 'before'))
    } else {
      say(said, answer.kind)
    }
    return !receipts.has(nth)
  })
  const failed = await byHalves(tx, news, async (inner, part) => {
    const answers = part.map((s) => ({ ...s.answer, callout }))
    await saveAndFollow(inner, { now, actor, district }, answers, after)
  })
  const faults = new Map(failed.map(({ item, error }) => [item.nth, error]))
  for (const { nth, answer } of news) {
    const error = faults.get(nth)
    const receipt = receiptOf(answer, error === undefined ? 'taken' : 'refused')
    receipts.set(nth, error === undefined ? receipt : { ...receipt, ...refused(asFault(error)) })
  }
  return receipts
}

/**
 * Whether it was told before: it holds already, or is the one that a later answer took back, sent again by a device that had
 * no receipt for it.
 */
function isKnown({ kinds, acceptedAt, declinedAt }: SaidInCallout, { kind, at }: AnswerInput): boolean {
  const kept = kind === 'accepted' ? acceptedAt : kind === 'declined' ? declinedAt : null
  return kinds.has(kind) || (at !== undefined && kept?.getTime() === at.getTime())
}

/** Yes takes back no, and no takes back yes. */
function say({ kinds }: SaidInCallout, kind: AnswerKind): void {
  if (kind === 'declined') for (const yes of ['accepted', 'arrived'] as const) kinds.delete(yes)
  else if (kind !== 'acknowledged') kinds.delete('declined')
  kinds.add(kind)
}

function receiptOf(
  { person, kind }: { person: string; kind: AnswerKind },
  taken: AnswerReceipt['taken'],
): AnswerReceipt {
  return { person, kind, taken, fault: null }
}

function refused(error: MusterError): Pick<AnswerReceipt, 'taken' | 'fault'> {
  return { taken: 'refused', fault: whyOf(error) }
}

function asFault(error: unknown): MusterError {
  return error instanceof MusterError ? error : new MusterError('VALUE_UNFIT', {}, { cause: error })
}
