import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import { ask } from '../../../db/agenda.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import type { Actor } from '../../audit/model.ts'
import { once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Person } from '../../people/model.ts'
import { personById } from '../../people/store.ts'
import type { Planner } from '../../planner/model.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import { fill, readFilling, willing } from '../fill.ts'
import { giveLines } from '../give-lines.ts'
import { type Opening, openings } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { inForce } from './campaign.ts'
import { type GapKey, NOBODY, type Refusal, refusalOf } from './model.ts'
import { split } from './split.ts'

export interface GiveInput {
  campaign: string
  gaps: GapKey[]
  /** A person's id for all of them; those among whom they are split; or the nearest who can for each, as many as are missing. */
  holder: string | string[] | 'nearest'
}

export interface GivenGaps {
  given: string[]
  to: { person: string; name: string; n: number }[]
  refused: (GapKey & Refusal)[]
}

/** A line of what is to be given, with the gap that it fills. */
type Line = ProposalLine & { duty: string; gap: GapKey }

/**
 * Gives what is missing to somebody by name, to several among whom it is split, or to the nearest: one transaction, in which each gap is given or refused for
 * itself. Whoever a coordinator names need not fit the rule: that is what giving by hand is for. What the register refuses
 * it refuses here too. The engine calls them then, as it calls all. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER, PERSON_UNKNOWN, KEY_USED.
 */
export async function giveGaps(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: GiveInput,
  planner: Planner,
  key?: string,
): Promise<GivenGaps> {
  const revive = (answer: GivenGaps) => ({
    ...answer,
    refused: answer.refused.map((r) => ({ ...r, starts: new Date(r.starts) })),
  })
  return db.write(now, (tx) =>
    once(tx, now, { district, key, act: 'gaps.give', asked: input }, revive, async () => {
      const { campaign, rules } = await inForce(tx, actor, district, input.campaign)
      const named = input.holder === 'nearest' ? [] : await peopleOf(tx, district, [input.holder].flat())
      const { open, refused } = await missingAt(tx, now, campaign, rules, input.gaps)
      const lines =
        input.holder === 'nearest'
          ? await toTheNearest(tx, now, campaign, rules, open, planner, refused)
          : split(open, named, planner).flatMap(({ opening, holder }) => lineOf(now, rules, opening, holder))
      return give(tx, now, actor, campaign, lines, refused)
    }),
  )
}

/** The gaps that are still there, each once; what is not there any more is refused. */
async function missingAt(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  rules: Rule[],
  gaps: GapKey[],
): Promise<{ open: Opening[]; refused: GivenGaps['refused'] }> {
  const wanted = new Map(gaps.map((gap) => [keyOf(gap), gap]))
  const subjects = [...new Set(gaps.map((g) => g.subject))]
  const all = await openings(
    tx,
    now,
    campaign,
    rules.map((r) => r.id),
    tx`r.subject = any(${subjects}::uuid[])`,
  )
  const open = all.filter((o) => wanted.delete(keyOf({ ...o, starts: o.begins })))
  const gone = refusalOf(new MusterError('GAP_FILLED'))
  return { open, refused: [...wanted.values()].map((gap) => ({ ...gap, ...gone })) }
}

/** Those who were named, each once; PERSON_UNKNOWN. */
async function peopleOf(tx: Tx, district: string, ids: string[]): Promise<Person[]> {
  const people: Person[] = []
  for (const id of new Set(ids)) {
    const person = await personById(tx, district, id)
    if (!person) throw new MusterError('PERSON_UNKNOWN', { person: id })
    people.push(person)
  }
  return people
}

function lineOf(now: Date, rules: Rule[], opening: Opening, holder: string): Line[] {
  const rule = rules.find((r) => r.id === opening.rule)
  if (!rule) return []
  const { subject, starts, ends } = opening
  const { id, role, sole } = rule
  return [{ duty: newId(now), gap: gapOf(opening), subject, rule: id, role, sole, holder, starts, ends, distanceM: 0 }]
}

async function toTheNearest(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  rules: Rule[],
  open: Opening[],
  planner: Planner,
  refused: GivenGaps['refused'],
): Promise<Line[]> {
  const people = await willing(tx, now, campaign, open, rules)
  const { lines, unfilled } = fill(await readFilling(tx, now, campaign, rules, open, people), planner)
  for (const { opening, missing, reason } of unfilled) {
    const title = rules.find((r) => r.id === opening.rule)?.title.en ?? opening.rule
    refused.push({ ...gapOf(opening), ...refusalOf(new MusterError(NOBODY[reason], { missing, rule: title })) })
  }
  const gaps = new Map(open.map((o) => [`${o.subject} ${o.rule} ${o.starts.getTime()}`, gapOf(o)]))
  return lines.flatMap((l) => {
    const gap = gaps.get(`${l.subject} ${l.rule} ${l.starts.getTime()}`)
    return gap ? [{ ...l, duty: newId(now), gap }] : []
  })
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

const keyOf = ({ subject, rule, starts }: GapKey) => `${subject} ${rule} ${starts.getTime()}`
const gapOf = ({ subject, rule, begins }: Opening): GapKey => ({ subject, rule, starts: begins })
