import type { Fragment, Tx } from '../../db/connect.ts'
import { laneNow } from '../audit/lanes.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { lastKnown, saidState } from '../callouts/said.ts'
import { dutyEnds } from '../duties/known-then.ts'
import { CALL_LEAD_MS } from '../gaps/calling.ts'
import type { Ref } from './lists/model.ts'
import { type Pointer, refsOf } from './lists/refs.ts'
import type { AnswerState } from './subjects/model.ts'

/** A duty that begins later, with what its holder last said of it. */
export interface ComingShift {
  duty: string
  role: string
  subject: Ref
  holder: Ref
  starts: Date
  ends: Date | null
  lane: string
  answer: { state: AnswerState; at: Date; callout: string } | null
  /** When the holder is called for it; null: has been, or a campaign does not ask for it. */
  callAt: Date | null
}

/** Whose shifts are read: of a place, of a person, or of all sections of a dam, each with the next one. */
export interface ComingRequest {
  district: string
  lane: string
  at?: Date | undefined
  place?: string | undefined
  person?: string | undefined
  /** The code of a dam, which the lines of its sections bear. */
  line?: string | undefined
}

const SHIFTS = 12
const SECTIONS = 300

/**
 * Who comes on next: the next shifts of a place or of a person, the first first (duty_by_subject, duty_by_holder); of a dam the next one of
 * each section (place_by_line, duty_by_subject). As it was known at the moment.
 */
export async function readComing(
  tx: Tx,
  _viewer: Viewer,
  wall: Date,
  request: ComingRequest,
): Promise<{ items: ComingShift[] }> {
  const { district, lane, at, place, person, line } = request
  const moment = at ?? (await laneNow(tx, lane, wall))
  const look: Look = { district, lane, lanes: [...new Set([ACTUAL, lane])], moment, past: at ?? null }
  const rows =
    line !== undefined
      ? await ofLine(tx, look, line)
      : place !== undefined
        ? await shifts(tx, look, tx`d.subject = ${place}`, SHIFTS)
        : person !== undefined
          ? await shifts(tx, look, tx`d.holder = ${person}`, SHIFTS)
          : []
  const pointers = rows.flatMap((r) => [subjectOf(district, r), holderOf(district, r)])
  const refOf = await refsOf(tx, pointers)
  return {
    items: rows.map((r) => ({
      duty: r.duty,
      role: r.role,
      subject: refOf(subjectOf(district, r)),
      holder: refOf(holderOf(district, r)),
      starts: r.starts,
      ends: r.ends,
      lane: r.lane,
      answer: r.state && r.at && r.callout ? { state: r.state, at: r.at, callout: r.callout } : null,
      callAt: r.callout === null && r.asked ? new Date(r.starts.getTime() - CALL_LEAD_MS) : null,
    })),
  }
}

interface Look {
  district: string
  lane: string
  lanes: string[]
  moment: Date
  /** The moment past that is asked about; null: now. */
  past: Date | null
}

interface Row {
  duty: string
  role: string
  subjectKind: 'place' | 'unit' | 'person'
  subject: string
  holderKind: 'person' | 'unit'
  holder: string
  starts: Date
  ends: Date | null
  lane: string
  state: AnswerState | null
  at: Date | null
  callout: string | null
  asked: boolean
}

const subjectOf = (district: string, r: Row): Pointer => ({ point: r.subjectKind, id: r.subject, district })
const holderOf = (district: string, r: Row): Pointer => ({ point: r.holderKind, id: r.holder, district })

/** Duties `d` that were known to begin later, each with its last call and whether a campaign asks for it (requirement's key). */
async function shifts(tx: Tx, look: Look, which: Fragment, limit: number): Promise<Row[]> {
  return tx<Row[]>`select * from (${coming(tx, look, which, limit)}) c order by starts, duty`
}

function coming(tx: Tx, { district, lane, lanes, moment, past }: Look, which: Fragment, limit: number): Fragment {
  return tx`
    select d.id as duty, d.role, d.subject_kind as "subjectKind", d.subject, d.holder_kind as "holderKind", d.holder, d.starts,
      nullif(${dutyEnds(tx, past)}, 'infinity') as ends, d.lane, s.state, s.at, s.callout,
      coalesce((select true from requirement r join campaign c on c.district = ${district} and c.id = r.campaign and c.lane = ${lane}
        where r.district = ${district} and r.subject = d.subject and r.role = d.role
        and r.starts < d.ends and r.ends > greatest(r.starts, d.starts) limit 1), false) as asked
    from (
      select * from duty d where d.district = ${district} and ${which} and d.ends > ${moment} and d.starts > ${moment}
        and d.ends > d.starts and d.lane = any(${lanes}::text[]) and (d.backfilled or d.recorded_at <= ${moment})
      order by d.starts, d.id limit ${limit}
    ) d left join lateral (
      select ${saidState(tx, past)} as state, ${lastKnown(tx, past)} as at, s.callout from summons s
      where s.district = ${district} and s.person = d.holder and s.lane = ${lane} and s.called_at <= ${moment} and d.id = any(s.duties)
      order by s.called_at desc limit 1) s on true`
}

async function ofLine(tx: Tx, look: Look, line: string): Promise<Row[]> {
  return tx<Row[]>`
    select c.* from (
      select id, from_m from place where district = ${look.district} and line = ${line} and closed > ${look.moment}
      order by from_m, id limit ${SECTIONS}
    ) p, lateral (${coming(tx, look, tx`d.subject = p.id`, 1)}) c
    order by c.starts, p.from_m, c.duty`
}
