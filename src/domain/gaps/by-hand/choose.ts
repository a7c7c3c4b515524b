import { MusterError } from '../../../base/errors.ts'
import { distanceM } from '../../../base/geometry.ts'
import type { Tx } from '../../../db/connect.ts'
import { within } from '../../../db/transaction.ts'
import type { Actor } from '../../audit/model.ts'
import type { Person } from '../../people/model.ts'
import { personById } from '../../people/store.ts'
import type { Planner } from '../../planner/model.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import { type Filling, readFilling, willing } from '../fill.ts'
import type { Unfilled } from '../filled.ts'
import { type Opening, openings } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { inForce } from './campaign.ts'
import { type GapKey, type Refusal, refusalOf } from './model.ts'
import type { Solve } from './plan.ts'
import { split } from './split.ts'

export interface GiveInput {
  campaign: string
  gaps: GapKey[]
  /** A person's id for all of them; those among whom they are split; or the nearest who can for each, as many as are missing. */
  holder: string | string[] | 'nearest'
  /** Why people who are named are to have more than the rule lets one person carry; left out: they are not. */
  beyond?: string | undefined
}

/** How holders are found: among several who are named, and among all who can. */
export interface HolderChoosing {
  planner: Planner
  solve: Solve
}

/** What the holders are chosen from: those who are named, or all who can. */
export type Task = { open: Opening[]; rules: Rule[] } & ({ named: Person[] } | { filling: Filling })

/** Who is to have what. Of those who were named each gap is given once, however many are missing. */
export interface ChosenHolders {
  lines: ProposalLine[]
  unfilled: readonly Unfilled[]
  named: boolean
}

/** Reads what the holders of these gaps are chosen from. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER, PERSON_UNKNOWN. */
export async function readTask(tx: Tx, now: Date, actor: Actor, district: string, input: GiveInput): Promise<Task> {
  const { campaign, rules } = await inForce(tx, actor, district, input.campaign)
  const { open } = await missingAt(tx, now, campaign, rules, input.gaps)
  if (input.holder !== 'nearest') return { open, rules, named: await peopleOf(tx, district, [input.holder].flat()) }
  const people = await willing(within(tx), now, campaign, open, rules)
  return { open, rules, filling: await readFilling(within(tx), now, campaign, rules, open, people) }
}

/** Chooses the holders; nothing is read, so that nobody waits for it. */
export async function chooseHolders(task: Task, { planner, solve }: HolderChoosing): Promise<ChosenHolders> {
  if ('filling' in task) {
    const { lines, unfilled } = await solve(task.filling)
    return { lines, unfilled, named: false }
  }
  const pairs = split(task.open, task.named, planner)
  const lines = pairs.flatMap(({ opening, holder }) =>
    lineOf(
      task.rules,
      opening,
      task.named.find((p) => p.id === holder),
    ),
  )
  return { lines, unfilled: [], named: true }
}

function lineOf(rules: Rule[], opening: Opening, person: Person | undefined): ProposalLine[] {
  const rule = rules.find((r) => r.id === opening.rule)
  if (!rule || !person) return []
  const { subject, starts, ends } = opening
  const { id, role, sole } = rule
  const far = person.home ? distanceM(person.home, [opening.lon, opening.lat]) : 0
  return [{ subject, rule: id, role, sole, holder: person.id, starts, ends, distanceM: Math.round(far) }]
}

/** The gaps that are still there, each once; what is not there any more is refused. */
export async function missingAt(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  rules: Rule[],
  gaps: GapKey[],
): Promise<{ open: Opening[]; refused: (GapKey & Refusal)[] }> {
  const wanted = new Map(gaps.map((gap) => [keyOf(gap), gap]))
  const subjects = [...new Set(gaps.map((g) => g.subject))]
  const which = () => tx`r.subject = any(${subjects}::uuid[])`
  const all = await openings(within(tx), now, campaign, { rules: rules.map((r) => r.id), which })
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

const keyOf = ({ subject, rule, starts }: GapKey) => `${subject} ${rule} ${starts.getTime()}`
