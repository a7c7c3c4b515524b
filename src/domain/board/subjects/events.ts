import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Pointer } from '../lists/refs.ts'
import type { Look } from './draft.ts'
import type { EventKind } from './model.ts'

/**
 * Where a subject's history is read from: each source is a query of rows (key, at, kind, act, actor, about_kind, about,
 * detail) over an index of the subject, and is asked for no more than a page of its newest.
 */
export interface Source {
  kind: EventKind
  /** The moments it tells of, for the order and the page. */
  at: Fragment
  rows: Fragment
  where: Fragment
}

/** Which part of time: only before a mark, only up to the moment that is looked at. */
const PERSON = (tx: Tx, id: Fragment) => tx`'person:' || ${id}`

/** Acts in the audit whose subject this is (audit_by_subject). */
function acts(tx: Tx, { id, district }: Pointer): Source {
  return {
    kind: 'act',
    at: tx`a.at`,
    rows: tx`select a.id::text as key, a.at, 'act' as kind, a.act, a.actor, null as about_kind, null as about, a.detail from audit a`,
    where: tx`a.district = ${district} and a.subject = ${id}`,
  }
}

/** Duties as they began and as they ended: of a subject its holders are told, of a holder its subjects. */
function duties(tx: Tx, look: Look, { id, district }: Pointer, as: 'subject' | 'holder'): Source[] {
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
function records(tx: Tx, look: Look, { id, district }: Pointer, as: 'subject' | 'teller'): Source {
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

/** The facts of a person's summonses (summons_by_person), each at its moment. */
function summonses(tx: Tx, look: Look, { id, district }: Pointer): Source {
  return {
    kind: 'summons',
    at: tx`f.at`,
    rows: tx`select s.callout || ' ' || f.act as key, f.at, 'summons' as kind, 'summons.' || f.act as act, null as actor,
      'callout' as about_kind, s.callout::text as about,
      jsonb_strip_nulls(jsonb_build_object('askedAs', s.asked_as, 'duties', cardinality(s.duties),
        'reason', case when f.act = 'declined' then s.decline_reason end)) as detail
      from summons s, lateral (values ('called', s.called_at), ('acknowledged', s.acknowledged_at),
        ('accepted', s.accepted_at), ('declined', s.declined_at), ('arrived', s.arrived_at),
        ('stood-down', s.stood_down_at)) f (act, at)`,
    where: tx`s.district = ${district} and s.person = ${id} and f.at is not null and s.lane = any(${look.lanes}::text[])`,
  }
}

/** People who joined and left a unit, or the units that a person joined and left. */
function memberships(tx: Tx, { id, district }: Pointer, as: 'unit' | 'person'): Source {
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
function requirements(tx: Tx, look: Look, { id, district }: Pointer): Source {
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
function tree(tx: Tx, { id, district }: Pointer): Source {
  return {
    kind: 'tree',
    at: tx`e.starts`,
    rows: tx`select e.parent || ' ' || e.starts as key, e.starts as at, 'tree' as kind, 'tree.under' as act, null as actor,
      'unit' as about_kind, e.parent::text as about, '{}'::jsonb as detail from unit_parent e`,
    where: tx`e.district = ${district} and e.unit = ${id} and isfinite(e.starts)`,
  }
}

/** Campaigns of a district, or one of them, with the zones that raised and lowered its level (keys of both). */
function campaigns(tx: Tx, look: Look, which: Fragment): Source[] {
  return [
    {
      kind: 'campaign',
      at: tx`f.at`,
      rows: tx`select c.id || ' ' || f.act as key, f.at, 'campaign' as kind, 'campaign.' || f.act as act, null as actor,
        'campaign' as about_kind, c.id::text as about, jsonb_build_object('playbook', c.playbook) as detail
        from campaign c, lateral (values ('begin', c.starts), ('end', c.ends)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane} and isfinite(f.at)`,
    },
    {
      kind: 'warning',
      at: tx`f.at`,
      rows: tx`select z.id || ' ' || f.act as key, f.at, 'warning' as kind, 'zone.' || f.act as act, null as actor,
        case when z.warning is not null then 'warning' end as about_kind, z.warning::text as about,
        jsonb_build_object('level', z.level, 'playbook', c.playbook) as detail
        from campaign c join campaign_zone z on z.district = c.district and z.campaign = c.id,
          lateral (values ('begin', z.starts), ('end', z.ends)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane} and isfinite(f.at)`,
    },
  ]
}

/** Call-outs and proposals of the chosen campaigns (callout_by_campaign, proposal_by_campaign). */
function calling(tx: Tx, look: Look, which: Fragment): Source[] {
  return [
    {
      kind: 'callout',
      at: tx`f.at`,
      rows: tx`select o.id || ' ' || f.act as key, f.at, 'callout' as kind, 'callout.' || f.act as act, null as actor,
        'callout' as about_kind, o.id::text as about, '{}'::jsonb as detail
        from campaign c join callout o on o.district = c.district and o.campaign = c.id,
          lateral (values ('start', o.started_at), ('end', o.ended_at)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane} and f.at is not null`,
    },
    {
      kind: 'proposal',
      at: tx`f.at`,
      rows: tx`select o.id || ' ' || f.act as key, f.at, 'proposal' as kind, 'proposal.' || f.act as act,
        case when f.act <> 'made' then o.decided_by end as actor, 'proposal' as about_kind, o.id::text as about,
        jsonb_build_object('people', o.summary -> 'people') as detail
        from campaign c join proposal o on o.district = c.district and o.campaign = c.id,
          lateral (values ('made', o.made_at), (o.state, o.decided_at)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane} and f.at is not null`,
    },
  ]
}

/** What is told of each kind of subject. */
export function sourcesOf(tx: Tx, look: Look, self: Pointer): Source[] {
  const { district, id } = self
  const own = acts(tx, self)
  switch (self.point) {
    case 'place':
      return [
        own,
        records(tx, look, self, 'subject'),
        ...duties(tx, look, self, 'subject'),
        requirements(tx, look, self),
      ]
    case 'unit':
      return [
        own,
        ...duties(tx, look, self, 'subject'),
        ...duties(tx, look, self, 'holder'),
        memberships(tx, self, 'unit'),
        tree(tx, self),
      ]
    case 'person':
      return [
        own,
        records(tx, look, self, 'teller'),
        ...duties(tx, look, self, 'holder'),
        memberships(tx, self, 'person'),
        summonses(tx, look, self),
      ]
    case 'area': {
      const which = tx`c.district = ${district}`
      return [own, ...campaigns(tx, look, which), ...calling(tx, look, which)]
    }
    case 'campaign': {
      const which = tx`c.district = ${district} and c.id = ${id}`
      return [own, ...campaigns(tx, look, which), ...calling(tx, look, which)]
    }
    case 'callout': {
      const which = tx`c.district = ${district} and o.id = ${id}`
      return [own, ...calling(tx, look, which).filter((s) => s.kind === 'callout')]
    }
    case 'proposal': {
      const which = tx`c.district = ${district} and o.id = ${id}`
      return [own, ...calling(tx, look, which).filter((s) => s.kind === 'proposal')]
    }
    case 'warning':
      return [{ ...own, where: tx`a.district = '*' and a.subject = ${id}` }, ...zonesOf(tx, self)]
    case 'record':
      return [own, ...recordItself(tx, self)]
  }
}

/** Where a warning was put in force, district by district (campaign_zone_by_warning). */
function zonesOf(tx: Tx, { id }: Pointer): Source[] {
  return [
    {
      kind: 'warning',
      at: tx`f.at`,
      rows: tx`select z.id || ' ' || f.act as key, f.at, 'warning' as kind, 'zone.' || f.act as act, null as actor, 'area' as about_kind,
        z.district as about, jsonb_build_object('level', z.level) as detail
        from campaign_zone z, lateral (values ('begin', z.starts), ('end', z.ends)) f (act, at)`,
      where: tx`z.warning = ${id} and isfinite(f.at)`,
    },
    {
      kind: 'warning',
      at: tx`f.at`,
      rows: tx`select w.id || ' ' || f.act as key, f.at, 'warning' as kind, 'warning.' || f.act as act, null as actor,
        null as about_kind, null as about, jsonb_build_object('source', w.source, 'sender', w.sender) as detail
        from warning w, lateral (values ('sent', w.sent), ('received', w.received_at)) f (act, at)`,
      where: tx`w.id = ${id}`,
    },
  ]
}

/** A record as it happened and came in, and the records that correct it. */
function recordItself(tx: Tx, { id, district }: Pointer): Source[] {
  const told = (which: Fragment, key: string): Source => ({
    kind: 'record',
    at: tx`f.at`,
    rows: tx`select e.id || ' ' || f.act as key, f.at, 'record' as kind, f.act as act, ${PERSON(tx, tx`e.told_by`)} as actor,
      ${key === 'corrected' ? tx`'record' as about_kind, e.id::text as about` : tx`null as about_kind, null as about`}, e.body as detail
      from record e, lateral (values (${key === 'corrected' ? 'record.corrected' : 'record.occurred'}, e.occurred_at),
        (${key === 'corrected' ? '' : 'record.received'}, e.received_at)) f (act, at)`,
    where: tx`e.district = ${district} and ${which} and f.act <> ''`,
  })
  return [
    told(tx`e.id = ${id}`, 'itself'),
    told(
      tx`e.subject = (select subject from record where district = ${district} and id = ${id}) and e.corrects = ${id}`,
      'corrected',
    ),
  ]
}
