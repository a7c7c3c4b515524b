import type { Tx } from '../../../db/connect.ts'
import { actIn } from '../../audit/store.ts'
import type { Pointer } from '../lists/refs.ts'
import type { Look } from './draft.ts'
import { PERSON, type Source } from './event-source.ts'

/** What happens in the register: acts, duties, records, summonses, memberships, requirements, the tree of units. */

/** Acts of the lane, or on the register, in the audit whose subject this is (audit_by_subject). */
export function acts(tx: Tx, look: Look, { id, district }: Pointer): Source {
  return {
    kind: 'act',
    at: tx`a.at`,
    rows: tx`select a.id::text as key, a.at, 'act' as kind, a.act, a.actor, null as about_kind, null as about, a.detail from audit a`,
    where: tx`a.district = ${district} and a.subject = ${id} and ${actIn(tx, look.lane)}`,
  }
}

/** Duties as they began and as they ended: of a subject its holders are told, of a holder its subjects. */
export function duties(tx: Tx, look: Look, { id, district }: Pointer, as: 'subject' | 'holder'): Source[] {
  const other =
    as === 'subject' ? tx`d.holder_kind as about_kind, d.holder::text as about` : tx`d.subject_kind, d.subject::text`
  const own = as === 'subject' ? tx`d.subject = ${id}` : tx`d.holder = ${id}`
  const told = tx`jsonb_build_object('role', d.role, 'duty', d.id, 'reason', d.end_reason)`
  const where = tx`d.district = ${district} and ${own} and d.lane = any(${look.lanes}::text[])
    and (d.backfilled or d.recorded_at <= ${look.moment}) and isfinite(d.starts)`
  return [
    {
      kind: 'duty',
      at: tx`d.starts`,
      rows: tx`select d.id || ' begin' as key, d.starts as at, 'duty' as kind, 'duty.begin' as act, d.recorded_by as actor, ${other},
        ${told} - 'reason' as detail from duty d`,
      where: tx`${where} and d.ends > d.starts`,
    },
    {
      kind: 'duty',
      at: tx`d.ends`,
      rows: tx`select d.id || ' end' as key, d.ends as at, 'duty' as kind, 'duty.end' as act, null as actor, ${other},
        ${told} as detail from duty d`,
      where: tx`${where} and isfinite(d.ends)`,
    },
  ]
}

/** Records about it (record_by_subject), or told by a person (record_by_teller). */
export function records(tx: Tx, look: Look, { id, district }: Pointer, as: 'subject' | 'teller'): Source {
  const about = as === 'teller' ? tx`'place' as about_kind, e.subject::text as about` : tx`null, null`
  return {
    kind: 'record',
    at: tx`e.occurred_at`,
    rows: tx`select e.id::text as key, e.occurred_at as at, 'record' as kind, 'record.' || e.kind as act,
      ${PERSON(tx, tx`e.told_by`)} as actor, ${about},
      e.body || jsonb_strip_nulls(jsonb_build_object('record', e.id, 'receivedAt', e.received_at, 'corrects', e.corrects)) as detail
      from record e`,
    where: tx`e.district = ${district} and ${as === 'teller' ? tx`e.told_by = ${id}` : tx`e.subject = ${id}`}
      and e.lane = ${look.lane} and e.received_at <= ${look.moment}`,
  }
}

/** The facts of a person's summonses in the lane (summons_by_person), each at its moment, once it was known. */
export function summonses(tx: Tx, look: Look, { id, district }: Pointer): Source {
  return {
    kind: 'summons',
    at: tx`f.at`,
    rows: tx`select s.callout || ' ' || f.act as key, f.at, 'summons' as kind, 'summons.' || f.act as act, null as actor,
      'callout' as about_kind, s.callout::text as about,
      jsonb_strip_nulls(jsonb_build_object('askedAs', s.asked_as, 'duties', cardinality(s.duties),
        'reason', case f.act when 'declined' then s.decline_reason when 'not-called' then s.passed_over end)) as detail
      from summons s, lateral (values
        (case when s.passed_over is null then 'called' else 'not-called' end, s.called_at, s.called_at),
        ('acknowledged', s.acknowledged_at, greatest(s.acknowledged_at, s.acknowledged_told)),
        ('accepted', s.accepted_at, greatest(s.accepted_at, s.accepted_told)),
        ('declined', s.declined_at, greatest(s.declined_at, s.declined_told)),
        ('arrived', s.arrived_at, greatest(s.arrived_at, s.arrived_told)),
        ('stood-down', s.stood_down_at, s.stood_down_at)) f (act, at, known)`,
    where: tx`s.district = ${district} and s.person = ${id} and f.at is not null and s.lane = ${look.lane} and f.known <= ${look.moment}`,
  }
}

/** People who joined and left a unit, or the units that a person joined and left. */
export function memberships(tx: Tx, { id, district }: Pointer, as: 'unit' | 'person'): Source {
  const other = as === 'unit' ? tx`'person' as about_kind, m.person::text as about` : tx`'unit', m.unit::text`
  return {
    kind: 'membership',
    at: tx`f.at`,
    rows: tx`select m.person || ' ' || m.unit || ' ' || f.act as key, f.at, 'membership' as kind, 'membership.' || f.act as act,
      null as actor, ${other}, jsonb_build_object('kind', m.kind) as detail
      from membership m, lateral (values ('begin', m.starts), ('end', m.ends)) f (act, at)`,
    where: tx`m.district = ${district} and ${as === 'unit' ? tx`m.unit = ${id}` : tx`m.person = ${id}`} and isfinite(f.at)`,
  }
}

/** What was required of a place, as it began and as it ended (primary key of requirement). */
export function requirements(tx: Tx, look: Look, { id, district }: Pointer): Source {
  return {
    kind: 'requirement',
    at: tx`f.at`,
    rows: tx`select r.campaign || ' ' || r.rule || ' ' || r.starts || ' ' || r.needed || ' ' || f.act as key, f.at,
      'requirement' as kind, 'requirement.' || f.act as act, null as actor, 'campaign' as about_kind, r.campaign::text as about,
      jsonb_build_object('rule', r.rule, 'needed', r.needed) as detail
      from requirement r join campaign c on c.district = r.district and c.id = r.campaign and c.lane = ${look.lane},
        lateral (values ('begin', r.starts), ('end', r.ends)) f (act, at)`,
    where: tx`r.district = ${district} and r.subject = ${id} and isfinite(f.at) and r.ends > r.starts`,
  }
}

/** Where a unit stood in the tree (primary key of unit_parent). */
export function tree(tx: Tx, { id, district }: Pointer): Source {
  return {
    kind: 'tree',
    at: tx`e.starts`,
    rows: tx`select e.parent || ' ' || e.starts as key, e.starts as at, 'tree' as kind, 'tree.under' as act, null as actor,
      'unit' as about_kind, e.parent::text as about, '{}'::jsonb as detail from unit_parent e`,
    where: tx`e.district = ${district} and e.unit = ${id} and isfinite(e.starts)`,
  }
}
