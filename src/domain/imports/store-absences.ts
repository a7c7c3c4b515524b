import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { type Actor, actorText } from '../audit/model.ts'
import type { AbsenceKind } from '../people/model.ts'

export interface AbsenceToWrite {
  n: number
  id: string
  district: string
  person: string
  kind: AbsenceKind
  /** Null: the one that is in force now, or it begins now. */
  starts: string | null
  /** Null: until further notice. */
  ends: string | null
}

const ABSENCE = {
  n: 'int',
  id: 'uuid',
  district: 'text',
  person: 'uuid',
  kind: 'text',
  starts: 'timestamptz',
  ends: 'timestamptz',
} as const

/**
 * What the register already says of each absence: its row, and whether its end is as the file has it or may be made so
 * (index absence_by_person). One that was ended before it began is not opened again.
 */
export async function absencesKnown(
  tx: Tx,
  now: Date,
  absences: readonly AbsenceToWrite[],
): Promise<{ n: number; id: string; district: string; ends: Date | null; state: 'same' | 'end' | 'past' }[]> {
  return tx`
    select distinct on (t.n) t.n, a.id, a.district, nullif(a.ends, 'infinity') as ends,
      case when a.ends = coalesce(t.ends, 'infinity') then 'same'
        when a.ends > greatest(a.starts, ${now}) and coalesce(t.ends, 'infinity') > greatest(a.starts, ${now}) then 'end'
        else 'past' end as state
    from ${rows(tx, absences, ABSENCE)}
    join absence a on a.district = t.district and a.person = t.person and a.kind = t.kind
      and case when t.starts is null then a.starts <= ${now} and a.ends > ${now} else a.starts = t.starts end
    order by t.n, a.starts, a.id`
}

/** Gives known absences the end that the file has for them. */
export async function endKnownAbsences(
  tx: Tx,
  now: Date,
  absences: readonly { district: string; id: string; ends: string | null }[],
): Promise<void> {
  await tx`
    update absence a set ends = coalesce(t.ends, 'infinity'), changed_at = ${now}, ends_before = a.ends
    from ${rows(tx, absences, { district: 'text', id: 'uuid', ends: 'timestamptz' })}
    where a.district = t.district and a.id = t.id`
}

export async function insertAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  absences: readonly AbsenceToWrite[],
): Promise<void> {
  await tx`
    insert into absence (district, id, person, kind, starts, ends, recorded_at, recorded_by)
    select district, id, person, kind, coalesce(starts, ${now}), coalesce(ends, 'infinity'), ${now}, ${actorText(actor)}
    from ${rows(tx, absences, ABSENCE)} order by n`
}
