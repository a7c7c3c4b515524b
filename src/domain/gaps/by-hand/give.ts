import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import { ask } from '../../../db/agenda.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import { within } from '../../../db/transaction.ts'
import { tryOut } from '../../../db/try-out.ts'
import type { Actor } from '../../audit/model.ts'
import { answerBefore, once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import { holdPeople } from '../../people/store.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import { CALL_LEAD_MS } from '../calling.ts'
import { giveLines } from '../give-lines.ts'
import type { Opening } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { windowKey } from '../steer.ts'
import { stillGood } from '../still-good.ts'
import { beyondAtMost } from './at-most.ts'
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
  /** Telephones that ring for it at once; those of the others are rung before their shifts begin. */
  rings: number
  /** What was given, each with how far the holder lives from it, and whether they are called for it at once. */
  lines: { subject: string; place: string; person: string; name: string; distanceM: number; soon: boolean }[]
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
 * that is what giving by hand is for; more than the rule lets one person carry they are given only with a reason (HOLDER_FULL). What the register refuses it refuses here too. The engine calls them then, as it calls
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

/** What `giveGaps` would give at this moment, to whom, and how many telephones ring for it; nothing is kept of it. */
export async function tryGaps(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: GiveInput,
  choosing: HolderChoosing,
): Promise<GivenGaps> {
  const task = await db.read((tx) => readTask(tx, now, actor, district, input))
  const chosen = await chooseHolders(task, choosing)
  return tryOut(db, now, (tx) => giveChosen(tx, now, actor, district, { input, chosen, last: true }))
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
  const full = named ? await beyondAtMost(tx, now, campaign, rules, { lines, open }) : new Map()
  const still = named
    ? lines.filter((l) => input.beyond !== undefined || !full.has(windowKey(l)))
    : await stillGood(within(tx), now, campaign, { rules, open, lines })
  const good = Map.groupBy(still, windowKey)
  const nobody = Map.groupBy(unfilled, (u) => windowKey(u.opening))
  const toGive: Line[] = []
  for (const opening of open) {
    const [found = [], none = []] = [good.get(windowKey(opening)), nobody.get(windowKey(opening))]
    toGive.push(...found.map((line) => ({ ...line, duty: newId(now), gap: gapOf(opening) })))
    const title = rules.find((r) => r.id === opening.rule)?.title.en ?? opening.rule
    const over = full.get(windowKey(opening))
    if (over && found.length === 0) {
      refused.push({ ...gapOf(opening), ...refusalOf(new MusterError('HOLDER_FULL', { ...over, rule: title })) })
    } else if (found.length + none.reduce((sum, u) => sum + u.missing, 0) < (named ? 1 : opening.missing)) {
      if (!last) throw new Overtaken()
      refused.push({ ...gapOf(opening), ...refusalOf(new MusterError('GIVING_OVERTAKEN')) })
    }
    for (const { missing, reason } of none) {
      refused.push({ ...gapOf(opening), ...refusalOf(new MusterError(NOBODY[reason], { missing, rule: title })) })
    }
  }
  const beyond = full.size > 0 && input.beyond !== undefined ? { beyond: input.beyond, over: full.size } : {}
  return give(tx, now, actor, campaign, { lines: toGive, refused, beyond })
}

async function give(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: Campaign,
  { lines, refused, beyond }: { lines: Line[]; refused: GivenGaps['refused']; beyond: Record<string, unknown> },
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
    const detail = { given: given.length, refused: refused.length, people: people.length, ...beyond }
    await audit(tx, now, actor, { district, lane, act: 'duty.give', subject: campaign.id, detail })
    await ask(tx, lane, district, 'call', now)
  }
  const to = await named(tx, district, people, given)
  const fresh = lines.filter((l) => done.has(l.duty))
  const isSoon = (l: Line) => l.starts.getTime() <= now.getTime() + CALL_LEAD_MS
  return {
    given: given.map((g) => g.id),
    to,
    rings: new Set(fresh.filter(isSoon).map((l) => l.holder)).size,
    lines: await told(tx, district, fresh, to, isSoon),
    refused,
  }
}

/** Lines with the names of their places and people (primary key of place). */
async function told(
  tx: Tx,
  district: string,
  lines: Line[],
  to: GivenGaps['to'],
  isSoon: (line: Line) => boolean,
): Promise<GivenGaps['lines']> {
  const subjects = [...new Set(lines.map((l) => l.subject))]
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from place where district = ${district} and id = any(${subjects}::uuid[])`
  const [places, people] = [new Map(found.map((p) => [p.id, p.name])), new Map(to.map((t) => [t.person, t.name]))]
  return lines.map((line) => ({
    subject: line.subject,
    place: places.get(line.subject) ?? '',
    person: line.holder,
    name: people.get(line.holder) ?? '',
    distanceM: Math.round(line.distanceM),
    soon: isSoon(line),
  }))
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
