import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import { ask } from '../../../db/agenda.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import { within } from '../../../db/transaction.ts'
import type { Actor } from '../../audit/model.ts'
import { answerBefore, once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import { holdPeople } from '../../people/store.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import { giveLines } from '../give-lines.ts'
import type { Opening } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { windowKey } from '../steer.ts'
import { stillGood } from '../still-good.ts'
import { inForce } from './campaign.ts'
import {
  type ChosenHolders,
  chooseHolders,
  type GiveInput,
  type HolderChoosing,
  missingAt,
  readTask,
} from './choose.ts'
import { type GapKey, NOBODY, type Refusal, refusalOf } from './model.ts'

export interface GivenGaps {
  given: string[]
  to: { person: string; name: string; n: number }[]
  refused: (GapKey & Refusal)[]
}

/** A line of what is to be given, with the gap that it fills. */
type Line = ProposalLine & { duty: string; gap: GapKey }

/** How often it is chosen anew where others act meanwhile. */
const ATTEMPTS = 3

/** Undoes a transaction in which it is found that what was chosen holds no longer. */
class Overtaken extends Error {}

/**
 * Gives what is missing to somebody by name, to several among whom it is split, or to the nearest: one transaction, in which
 * each gap is given or refused for itself. Who has which is chosen before it, of what was read in a transaction of its own, so
 * that nobody waits meanwhile; where others were quicker it is chosen anew. Whoever a coordinator names need not fit the rule:
 * that is what giving by hand is for. What the register refuses it refuses here too. The engine calls them then, as it calls
 * all. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER, PERSON_UNKNOWN, KEY_USED.
 */
export async function giveGaps(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: GiveInput,
  choosing: HolderChoosing,
  key?: string,
): Promise<GivenGaps> {
  const sent = { district, key, act: 'gaps.give', asked: input }
  const revive = (answer: GivenGaps) => ({
    ...answer,
    refused: answer.refused.map((r) => ({ ...r, starts: new Date(r.starts) })),
  })
  for (let attempt = 1; ; attempt++) {
    const begun = await db.read(
      async (tx) => (await answerBefore(tx, sent, revive)) ?? readTask(tx, now, actor, district, input),
    )
    if ('given' in begun) return begun
    const chosen = await chooseHolders(begun, choosing)
    const act = (tx: Tx) => giveChosen(tx, now, actor, district, { input, chosen, last: attempt === ATTEMPTS })
    try {
      return await db.write(now, (tx) => once(tx, now, sent, revive, () => act(tx)))
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
}

/** `last`: what others have overtaken is refused; else it is thrown, to be chosen anew. */
interface Giving {
  input: GiveInput
  chosen: ChosenHolders
  last: boolean
}

/** Gives what was chosen, against what has changed since. */
async function giveChosen(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  { input, chosen: { lines, unfilled, named }, last }: Giving,
): Promise<GivenGaps> {
  const { campaign, rules } = await inForce(tx, actor, district, input.campaign)
  // Of two who give to the same person at once the second sees what the first gave.
  await holdPeople(tx, district, [...new Set(lines.map((l) => l.holder))])
  const { open, refused } = await missingAt(tx, now, campaign, rules, input.gaps)
  const still = named ? lines : await stillGood(within(tx), now, campaign, { rules, open, lines })
  const good = Map.groupBy(still, windowKey)
  const nobody = Map.groupBy(unfilled, (u) => windowKey(u.opening))
  const toGive: Line[] = []
  for (const opening of open) {
    const [found = [], none = []] = [good.get(windowKey(opening)), nobody.get(windowKey(opening))]
    toGive.push(...found.map((line) => ({ ...line, duty: newId(now), gap: gapOf(opening) })))
    if (found.length + none.reduce((sum, u) => sum + u.missing, 0) < (named ? 1 : opening.missing)) {
      if (!last) throw new Overtaken()
      refused.push({ ...gapOf(opening), ...refusalOf(new MusterError('GIVING_OVERTAKEN')) })
    }
    const title = rules.find((r) => r.id === opening.rule)?.title.en ?? opening.rule
    for (const { missing, reason } of none) {
      refused.push({ ...gapOf(opening), ...refusalOf(new MusterError(NOBODY[reason], { missing, rule: title })) })
    }
  }
  return give(tx, now, actor, campaign, toGive, refused)
}

async function give(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: Campaign,
  lines: Line[],
  refused: GivenGaps['refused'],
): Promise<GivenGaps> {
  const { district, lane } = campaign
  const query = () => tx`
    select duty, subject, rule, role, sole, holder, starts, coalesce(ends, 'infinity') as ends, "distanceM" as distance_m
    from ${rows(tx, lines, {
      duty: 'uuid',
      subject: 'uuid',
      rule: 'text',
      role: 'text',
      sole: 'boolean',
      holder: 'uuid',
      starts: 'timestamptz',
      ends: 'timestamptz',
      distanceM: 'float8',
    })}`
  const given = await giveLines(tx, now, actor, campaign, query, null)
  const done = new Set(given.map((g) => g.id))
  for (const line of lines) {
    if (done.has(line.duty)) continue
    refused.push({ ...line.gap, ...refusalOf(new MusterError('DUTY_TAKEN', { role: line.role })) })
  }
  const people = [...new Set(given.map((g) => g.holder))]
  if (given.length > 0) {
    const detail = { given: given.length, refused: refused.length, people: people.length }
    await audit(tx, now, actor, { district, lane, act: 'duty.give', subject: campaign.id, detail })
    await ask(tx, lane, district, 'call', now)
  }
  return { given: given.map((g) => g.id), to: await named(tx, district, people, given), refused }
}

async function named(
  tx: Tx,
  district: string,
  people: string[],
  given: readonly { holder: string }[],
): Promise<GivenGaps['to']> {
  const found = await tx<{ person: string; name: string }[]>`
    select id as person, name from person where district = ${district} and id = any(${people}::uuid[]) order by name, id`
  return found.map((p) => ({ ...p, n: given.filter((g) => g.holder === p.person).length }))
}

const gapOf = ({ subject, rule, begins }: Opening): GapKey => ({ subject, rule, starts: begins })
