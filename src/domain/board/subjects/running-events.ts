import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Pointer } from '../lists/refs.ts'
import type { Look } from './draft.ts'
import { PERSON, type Source } from './event-source.ts'

/** What happens while something runs: campaigns and their zones, call-outs and proposals, warnings, a record's own way. */

/** Campaigns of a district, or one of them, with the zones that raised and lowered its level (keys of both). */
export function campaigns(tx: Tx, look: Look, which: Fragment): Source[] {
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
      // Whose end was undone: it ended, and was open again.
      kind: 'campaign',
      at: tx`f.at`,
      rows: tx`select u.id || ' ' || f.act as key, f.at, 'campaign' as kind, 'campaign.' || f.act as act,
        case f.act when 'again' then u.begun_by end as actor, 'campaign' as about_kind, c.id::text as about,
        jsonb_build_object('playbook', c.playbook) as detail
        from campaign c join undoing u on u.district = c.district and u.campaign = c.id and u.over_at is not null,
          lateral (values ('end', u.over_at), ('again', u.begun_at)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane}`,
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
export function calling(tx: Tx, look: Look, which: Fragment): Source[] {
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
        jsonb_build_object('people', case when f.act = 'made' then coalesce(o.summary -> 'made', o.summary -> 'people')
          else o.summary -> 'people' end) as detail
        from campaign c join proposal o on o.district = c.district and o.campaign = c.id,
          lateral (values ('made', case when o.part_of is null then o.made_at end),
            (case o.state when 'undone' then 'accepted' else o.state end, o.decided_at), ('undone', o.undone_at)) f (act, at)`,
      where: tx`${which} and c.lane = ${look.lane} and f.at is not null`,
    },
  ]
}

/** Where a warning was put in force, district by district (campaign_zone_by_warning). */
export function zonesOf(tx: Tx, { id }: Pointer): Source[] {
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
export function recordItself(tx: Tx, look: Look, { id, district }: Pointer): Source[] {
  const told = (which: Fragment, key: string): Source => ({
    kind: 'record',
    at: tx`f.at`,
    rows: tx`select e.id || ' ' || f.act as key, f.at, 'record' as kind, f.act as act, ${PERSON(tx, tx`e.told_by`)} as actor,
      ${key === 'corrected' ? tx`'record' as about_kind, e.id::text as about` : tx`null as about_kind, null as about`}, e.body as detail
      from record e, lateral (values (${key === 'corrected' ? 'record.corrected' : 'record.occurred'}, e.occurred_at),
        (${key === 'corrected' ? '' : 'record.received'}, e.received_at)) f (act, at)`,
    where: tx`e.district = ${district} and ${which} and e.lane = ${look.lane} and e.received_at <= ${look.moment} and f.act <> ''`,
  })
  return [
    told(tx`e.id = ${id}`, 'itself'),
    told(
      tx`e.subject = (select subject from record where district = ${district} and id = ${id}) and e.corrects = ${id}`,
      'corrected',
    ),
  ]
}
