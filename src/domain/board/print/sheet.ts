import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import { laneNow } from '../../audit/lanes.ts'
import { ACTUAL, type Viewer } from '../../audit/model.ts'
import { mayReadContacts } from '../../people/reading.ts'
import { areaByCode, utcOffsetOf } from '../../places/store.ts'
import { campaignById } from '../../playbooks/store.ts'
import { type Pointer, pointer, refsOf } from '../lists/refs.ts'
import { each, planAnew } from '../lists/walk.ts'
import type { Head, OnSheet } from './model.ts'

/** What every sheet is asked for: a district, an operational period, and the campaign that it is of. */
export interface SheetRequest {
  district: string
  campaign?: string | undefined
  lane: string
  from?: Date | undefined
  to?: Date | undefined
  limit: number
  after?: string | undefined
}

/** The period that a sheet is for where none is given: the next eight hours, one shift of a patrol. */
const PERIOD_MS = 8 * 3_600_000

/** A page of a sheet: its lines, and where to go on. */
export interface Sheet<T> {
  head: Head
  items: T[]
  next: string | null
}

/** The head of a sheet. DISTRICT_UNKNOWN, CAMPAIGN_UNKNOWN; BAD_INPUT for a period that ends before it begins. */
export async function headOf(tx: Tx, viewer: Viewer, wall: Date, request: SheetRequest): Promise<Head> {
  const { district, campaign: id } = request
  await planAnew(tx)
  if ((await areaByCode(tx, district))?.district !== district) throw new MusterError('DISTRICT_UNKNOWN', { district })
  const campaign = id === undefined ? null : await campaignById(tx, district, id)
  if (id !== undefined && !campaign) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign: id })
  const lane = campaign?.lane ?? request.lane
  const from = request.from ?? (await laneNow(tx, lane, wall))
  const to = request.to ?? new Date(from.getTime() + PERIOD_MS)
  if (to <= from) throw new MusterError('BAD_INPUT', { what: 'The period ends before it begins.' })
  const area: Pointer = { point: 'area', id: district, district }
  const incident = pointer('campaign', id ?? null, district)
  const refOf = await refsOf(tx, incident ? [area, incident] : [area])
  return {
    lane,
    district: refOf(area),
    campaign: incident && refOf(incident),
    playbook: campaign?.playbook ?? null,
    level: campaign?.level ?? null,
    from,
    to,
    preparedAt: wall,
    preparedBy: viewer.kind === 'person' ? viewer.id : viewer.kind,
    utcOffset: await utcOffsetOf(tx, district, from),
  }
}

/** Real life, and the lane of the sheet. */
export const lanesOf = (head: Head): string[] => [...new Set([ACTUAL, head.lane])]

/** How each of these people is reached first; nobody, where the viewer may not read it (key of contact). */
export async function contactsFor(
  tx: Tx,
  viewer: Viewer,
  district: string,
  people: readonly string[],
): Promise<Map<string, NonNullable<OnSheet['contact']>>> {
  if (!mayReadContacts(viewer)) return new Map()
  const rows = await tx<{ person: string; channel: string; address: string }[]>`
    select distinct on (person) person, channel, address
    from ${each(tx, people)} join contact on district = ${district} and person = k.id
    order by person, channel <> 'phone', rank, address`
  return new Map(rows.map(({ person, ...contact }) => [person, contact]))
}
