import { MusterError } from '../../../base/errors.ts'
import { distanceM } from '../../../base/geometry.ts'
import type { Tx } from '../../../db/connect.ts'
import { decliners } from '../../callouts/store.ts'
import type { Candidate } from '../../people/model.ts'
import { candidates, personById } from '../../people/store.ts'
import type { Rule } from '../../playbooks/model.ts'
import type { OpenCampaign } from '../model.ts'
import type { Opening } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { readWindow } from '../read-window.ts'
import { UNSTEERED } from '../steer.ts'
import { NO_DIVIDERS, problemOf, qualifies } from '../window-problem.ts'

/** Whether somebody whom a coordinator insists on may have a place under its rule, and why not. */
export interface Fits {
  /** Of the kinds and with the skills that are asked for. */
  qualified: boolean
  within: boolean
  /** Carries less than is allowed. */
  room: boolean
  /** Has not declined in this campaign. */
  willing: boolean
  /** Is not away then. */
  there: boolean
}

const NOBODY_ABSENT = new Map()

/** Whoever is insisted on, from wherever, as far as they are known. PERSON_UNKNOWN, HOME_UNKNOWN. */
export async function insistedOn(tx: Tx, now: Date, district: string, id: string): Promise<Candidate> {
  const person = await personById(tx, district, id)
  if (!person) throw new MusterError('PERSON_UNKNOWN', { person: id })
  if (!person.home) throw new MusterError('HOME_UNKNOWN', { person: person.name })
  const there = await candidates(tx, district, now, { at: [person.home], withinM: 1 }, true)
  return there.find((p) => p.id === id) ?? { id, at: person.home, kinds: [], skills: person.skills }
}

/** How it stands with them under the rule; `lines` are given besides. */
export async function fitsOf(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rule: Rule,
  opening: Opening,
  person: Candidate,
  lines: readonly ProposalLine[],
): Promise<Fits> {
  const { withinM } = rule.holders
  const anybody = { ...rule, holders: { ...rule.holders, kinds: [], skills: [] } }
  const window = await readWindow(tx, now, campaign, anybody, [opening], [person], NO_DIVIDERS)
  const alone = problemOf({ ...window, absent: NOBODY_ABSENT }, [person], lines, UNSTEERED)
  return {
    qualified: qualifies(person, rule),
    within: withinM === null || distanceM([opening.lon, opening.lat], person.at) <= withinM,
    room: alone.holders.some((h) => h.capacity > 0),
    willing: !(await decliners(tx, campaign.district, campaign.id)).has(person.id),
    there: window.absent.get(person.id) !== 'away',
  }
}
