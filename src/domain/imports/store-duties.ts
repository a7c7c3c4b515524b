import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countBeside } from '../../db/turn.ts'
import { ACTUAL, type Actor, actorText } from '../audit/model.ts'
import type { Meant } from './only.ts'

/** Places by code, those that are still there (index place_anywhere). */
export async function placesCoded(tx: Tx, codes: readonly string[], district?: string): Promise<Meant[]> {
  return tx<Meant[]>`
    select district, id, code from place
    where closed = 'infinity' and code = any(${codes as string[]}::text[]) ${district === undefined ? tx`` : tx`and district = ${district}`}`
}

/** People by code (unique in a district); without a district this reads the whole register. */
export async function peopleCoded(
  tx: Tx,
  codes: readonly string[],
  district?: string,
): Promise<(Meant & { name: string })[]> {
  return tx<(Meant & { name: string })[]>`
    select district, id, code, name from person
    where code = any(${codes as string[]}::text[]) ${district === undefined ? tx`` : tx`and district = ${district}`}`
}

export interface DutyToWrite {
  n: number
  id: string
  district: string
  subjectKind: 'place' | 'unit'
  subject: string
  role: string
  sole: boolean
  holderKind: 'person' | 'unit'
  holder: string
  /** Null: since some time that is not known. Such a duty is the one in force now, or begins now. */
  starts: string | null
  ends: string | null
}

const DUTY = {
  n: 'int',
  id: 'uuid',
  district: 'text',
  subjectKind: 'text',
  subject: 'uuid',
  role: 'text',
  sole: 'boolean',
  holderKind: 'text',
  holder: 'uuid',
  starts: 'timestamptz',
  ends: 'timestamptz',
} as const

/** A duty of the register that a row of a file is about, or stands in the way of. */
export interface KnownDuty {
  n: number
  id: string
  district: string
  starts: Date
  ends: Date | null
}

/**
 * What the register already says of each duty: its row, and whether its end is as the file has it or may be made so. One that was
 * called off before it began stays so, but where a file moved its beginning, and now another says the first again.
 */
export async function dutiesKnown(
  tx: Tx,
  now: Date,
  duties: readonly DutyToWrite[],
): Promise<(KnownDuty & { state: 'same' | 'end' | 'past' })[]> {
  return tx`
    select distinct on (t.n) t.n, d.id, d.district, d.starts, nullif(d.ends, 'infinity') as ends,
      case when d.ends = coalesce(t.ends, case when t.starts is null then d.ends else 'infinity' end) then 'same'
        when d.ends > greatest(d.starts, ${now}) and coalesce(t.ends, 'infinity') >= greatest(d.starts, ${now}) then 'end'
        else 'past' end as state
    from ${rows(tx, duties, DUTY)}
    join duty d on d.district = t.district and d.subject = t.subject and d.role = t.role and d.holder = t.holder
      and d.lane = ${ACTUAL} and case when t.starts is null then d.during @> ${now}::timestamptz else d.starts = t.starts end
    where d.ends > d.starts or d.end_reason is distinct from ${MOVED}
    order by t.n, d.starts`
}

/** Why a duty ended that a file gave another beginning: the register keeps it as one that was called off. */
export const MOVED = 'moved'

/**
 * The duties of the register that stand in the way of some that are to be written: of the same holder, or of anybody where the role
 * is sole (duty_by_subject).
 */
export async function inTheWay(
  tx: Tx,
  duties: readonly DutyToWrite[],
): Promise<(KnownDuty & { holder: string; recordedAt: Date })[]> {
  return tx`
    select t.n, d.id, d.district, d.starts, nullif(d.ends, 'infinity') as ends, d.holder, d.recorded_at as "recordedAt"
    from ${rows(tx, duties, DUTY)}
    join duty d on d.district = t.district and d.subject = t.subject and d.role = t.role and d.lane = ${ACTUAL}
      and d.sole = t.sole and (t.sole or d.holder = t.holder) and d.during && tstzrange(t.starts, coalesce(t.ends, 'infinity'))
    order by t.n, d.starts`
}

/** Gives known duties the end that the file has for them. */
export async function endKnown(
  tx: Tx,
  now: Date,
  duties: readonly { district: string; id: string; ends: string | null }[],
) {
  for (const district of [...new Set(duties.map((d) => d.district))].sort()) await countBeside(tx, district)
  await tx`
    update duty d set ends = coalesce(t.ends, 'infinity'), changed_at = ${now}, end_reason = 'import'
    from ${rows(tx, duties, { district: 'text', id: 'uuid', ends: 'timestamptz' })}
    where d.district = t.district and d.id = t.id`
}

/**
 * Adds duties, those that began before now as brought in from an earlier register. Returns the `n` of each that was
 * added: the database leaves out those that another holder stands in the way of (duty_one_holder).
 */
export async function insertDuties(
  tx: Tx,
  now: Date,
  actor: Actor,
  duties: readonly DutyToWrite[],
): Promise<Set<number>> {
  const added = await tx<{ id: string }[]>`
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends,
      recorded_at, recorded_by, changed_at, backfilled)
    select district, id, ${ACTUAL}, "subjectKind", subject, role, sole, "holderKind", holder, coalesce(starts, ${now}),
      coalesce(ends, 'infinity'), ${now}, ${actorText(actor)}, ${now}, coalesce(starts < ${now}, false)
    from ${rows(tx, duties, DUTY)} order by n
    on conflict do nothing
    returning id`
  const ids = new Set(added.map((row) => row.id))
  return new Set(duties.flatMap((duty) => (ids.has(duty.id) ? [duty.n] : [])))
}
