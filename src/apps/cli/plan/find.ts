import { MusterError } from '../../../base/errors.ts'
import { isUuid } from '../../../base/ids.ts'
import type { Tx } from '../../../db/connect.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { campaignsAt } from '../../../domain/board/store.ts'
import { linesIn } from '../../../domain/gaps/by-hand/asked.ts'
import { type Barred, linesOf } from '../../../domain/gaps/proposals.ts'
import { proposalAnywhere } from '../../../domain/gaps/read-proposals.ts'
import { personByKey } from '../../../domain/people/store.ts'
import { readArea, readPlace } from '../../../domain/places/read.ts'
import { idOf } from '../ids.ts'

/** What is planned for: a campaign, in an area of its district. */
export interface Where {
  district: string
  area: string
  campaign: string
  playbook: string
  level: string
}

/** Finds the campaign that is meant: the one that is named, or the only one in force there. AREA_UNKNOWN, BAD_INPUT. */
export async function whereOf(
  tx: Tx,
  wall: Date,
  { area: code, lane, campaign }: { area: string; lane: string; campaign?: string },
): Promise<Where> {
  const { district } = await readArea(tx, CONSOLE, code)
  const inForce = await campaignsAt(tx, district, lane, await laneNow(tx, lane, wall))
  const meant = inForce.filter((c) => campaign === undefined || c.id === campaign || c.playbook === campaign)
  const [only] = meant
  if (only && meant.length === 1) {
    return { district, area: code, campaign: only.id, playbook: only.playbook, level: only.level }
  }
  const known = inForce.map((c) => `${c.playbook} (${c.id})`).join(', ')
  if (known === '') throw new MusterError('BAD_INPUT', { what: `No campaign is in force in ${district}.` })
  const what = only ? `Name one with --campaign: ${known}.` : `No campaign "${campaign}" is in force, but ${known}.`
  throw new MusterError('BAD_INPUT', { what })
}

/** An open or decided proposal by its id alone, with what time it is in its lane. PROPOSAL_UNKNOWN, BAD_INPUT. */
export async function proposalOf(
  tx: Tx,
  wall: Date,
  text: string,
): Promise<{ id: string; district: string; now: Date }> {
  const id = idOf(text, 'The proposal')
  const found = await proposalAnywhere(tx, id)
  if (!found) throw new MusterError('PROPOSAL_UNKNOWN', { proposal: id })
  return { id, district: found.district, now: await laneNow(tx, found.lane, wall) }
}

export async function placeIn(tx: Tx, district: string, key: string): Promise<string> {
  const place = await readPlace(tx, CONSOLE, key)
  if (place.district !== district) throw new MusterError('PLACE_UNKNOWN', { place: `${key} in ${district}` })
  return place.id
}

/** A person of the district by id or code. PERSON_UNKNOWN. */
export async function personIn(tx: Tx, district: string, key: string): Promise<string> {
  const person = await personByKey(tx, district, key)
  if (!person) throw new MusterError('PERSON_UNKNOWN', { person: key })
  return person.id
}

/** Who is not to have which place: `PLACE,RULE,PERSON`, or the duty of a line that is not to be given so again. */
export async function barredOf(
  tx: Tx,
  district: string,
  texts: readonly string[],
  proposal: string | undefined,
): Promise<Barred[]> {
  const barred: Barred[] = []
  const duties = texts.filter(isUuid)
  if (duties.length > 0) {
    if (proposal === undefined) throw new MusterError('BAD_INPUT', { what: '--not DUTY needs --instead PROPOSAL.' })
    const lines = await linesIn(tx, district, proposal, { duties })
    const unknown = duties.find((duty) => !lines.some((l) => l.duty === duty))
    if (unknown) throw new MusterError('LINE_UNKNOWN', { line: unknown, proposal })
    barred.push(...lines.map(({ subject, rule, holder }) => ({ subject, rule, holder })))
  }
  for (const text of texts.filter((t) => !isUuid(t))) {
    const [, place, rule, person] = /^(.+),([^,]+),([^,]+)$/.exec(text) ?? []
    if (!place || !rule || !person) {
      throw new MusterError('BAD_INPUT', { what: `--not: "${text}" is not PLACE,RULE,PERSON.` })
    }
    const [subject, holder] = [await placeIn(tx, district, place), await personIn(tx, district, person)]
    barred.push({ subject, rule, holder })
  }
  return barred
}

/** So many lines are read at once. */
const PAGE = 10_000

export async function linesOfProposal(tx: Tx, district: string, proposal: string) {
  const all: Awaited<ReturnType<typeof linesOf>> = []
  for (;;) {
    const page = await linesOf(tx, district, proposal, all.at(-1)?.duty ?? null, PAGE)
    all.push(...page)
    if (page.length < PAGE) return all
  }
}
