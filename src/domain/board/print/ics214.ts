import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { keyOf, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { actIn } from '../../audit/store.ts'
import { unitAnywhere } from '../../people/store.ts'
import { unitsIn } from '../lists/ask.ts'
import { type RawEvent, told } from '../subjects/history.ts'
import type { Event } from '../subjects/model.ts'
import { headOf, type Sheet, type SheetRequest } from './sheet.ts'

export interface LogRequest extends SheetRequest {
  /** Only what the members of this unit and of those below it told. */
  unit?: string | undefined
}

const Mark = z.tuple([z.iso.datetime(), z.string()])

/**
 * The activity log (ICS 214): what was done and what was reported in the period, oldest first, as a log is read
 * (audit_by_time, record_by_time). Of a unit only what its people reported. Errors of `headOf`; UNIT_UNKNOWN, BAD_CURSOR.
 */
export async function activityLog(tx: Tx, viewer: Viewer, wall: Date, request: LogRequest): Promise<Sheet<Event>> {
  const head = await headOf(tx, viewer, wall, request)
  const { district, limit } = request
  const mark = keyOf(request.after, Mark)
  const from = mark?.[0] ?? head.from.toISOString()
  const onward = mark ? tx`(at, key collate "C") > (${mark[0]}::timestamptz, ${mark[1]})` : tx`true`
  const members = request.unit === undefined ? null : await membersOf(tx, request.unit, head.from)
  const acts = tx`
    (select * from (
      select a.id::text as key, a.at, 'act' as kind, a.act, a.actor, null as about_kind, null as about, a.detail from audit a
      where a.district = ${district} and a.at >= ${from}::timestamptz and a.at < ${head.to} and a.act <> 'record.take'
        and ${actIn(tx, head.lane)}
    ) a where ${onward} order by at, key collate "C" limit ${limit + 1}) union all`
  const rows = await tx<RawEvent[]>`
    select * from (${members ? tx`` : acts}
      (select * from (
        select e.id::text as key, e.received_at as at, 'record' as kind, 'record.' || e.kind as act, 'person:' || e.told_by as actor,
          'place' as about_kind, e.subject::text as about, e.body || jsonb_build_object('occurredAt', e.occurred_at) as detail
        from record e where e.district = ${district} and e.lane = ${head.lane} and e.received_at >= ${from}::timestamptz
          and e.received_at < ${head.to} ${members ? tx`and e.told_by = any(${members}::uuid[])` : tx``}
      ) e where ${onward} order by at, key collate "C" limit ${limit + 1})
    ) e order by at, key collate "C" limit ${limit + 1}`
  const { items, next } = pageOf([...rows], limit, (r) => [r.at, r.key])
  return { head, items: await told(tx, district, items), next }
}

async function membersOf(tx: Tx, key: string, at: Date): Promise<string[]> {
  const unit = await unitAnywhere(tx, key)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: key })
  const rows = await tx<{ person: string }[]>`
    select distinct person from membership where district = ${unit.district}
      and unit = any(${await unitsIn(tx, unit, at)}::uuid[]) and starts <= ${at} and ends > ${at}`
  return rows.map((r) => r.person)
}
