import { MusterError } from '../../../base/errors.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { isKnown, lastKnown, saidState } from '../../callouts/said.ts'
import { dutyEnds } from '../../duties/known-then.ts'
import { absenceEnds } from '../../people/absences.ts'
import { areasByCodes } from '../../places/store.ts'
import { awayHoldersOf } from '../away-holders.ts'
import { askOf } from '../lists/ask.ts'
import { foundGaps, gaps } from '../lists/gaps.ts'
import { type Pointer, pointer } from '../lists/refs.ts'
import { unitsOf } from '../lists/units-of.ts'
import { each } from '../lists/walk.ts'
import type { Look, RawAnswerer } from './draft.ts'
import type { AnswerState, NamedGap, Subject } from './model.ts'

/** Who answers on a page at most: nobody holds more, and a place has few. */
const ANSWERERS = 200
const MISSING = 20

/**
 * The duties of a subject, or of a holder, that were in force at the moment, each with what the holder last said when
 * called for it (duty_by_subject or duty_by_holder, then summons_by_person),
 * and whether they are away (absence_by_person).
 */
export async function answersOf(tx: Tx, look: Look, of: Pointer, as: 'subject' | 'holder'): Promise<RawAnswerer[]> {
  const { district } = of
  const at = look.moment
  const then = look.past ? at : null
  const which: Fragment = as === 'subject' ? tx`d.subject = ${of.id}` : tx`d.holder = ${of.id}`
  const rows = await tx<Row[]>`
    select d.id as duty, d.role, d.sole, d.subject_kind as "subjectKind", d.subject, d.holder_kind as "holderKind", d.holder,
      nullif(d.starts, '-infinity') as starts, nullif(${dutyEnds(tx, then)}, 'infinity') as ends, d.lane,
      case when d.lane = ${look.lane} then d.campaign end as campaign, s.said, s."stoodDown", s.at, s.callout,
      w.ends is not null as away, nullif(w.ends, 'infinity') as "awayUntil"
    from duty d left join lateral (
      -- What a campaign that is over asked is no word about a duty that goes on without it.
      select ${saidState(tx, then)} as said, ${isKnown(tx, 'stood_down_at', then)} as "stoodDown", ${lastKnown(tx, then)} as at, s.callout
      from summons s
      where s.district = ${district} and s.person = d.holder and s.lane = ${look.lane} and s.called_at <= ${at} and d.id = any(s.duties)
        and (select c.ends from campaign c where c.district = ${district} and c.id = s.campaign) > ${at}
      order by s.called_at desc limit 1) s on true
      left join lateral (select max(${absenceEnds(tx, then)}) as ends from absence a
        where a.district = ${district} and a.person = d.holder and a.kind = 'away' and a.starts <= ${at} and a.ends > ${at}
          and a.recorded_at <= ${at}) w on true
    where d.district = ${district} and ${which} and d.lane = any(${look.lanes}::text[])
      and d.starts <= ${at} and d.ends > ${at} and (d.backfilled or d.recorded_at <= ${at})
    order by d.role, d.starts, d.id limit ${ANSWERERS}`
  const people = rows.filter((r) => r.holderKind === 'person').map((r) => r.holder)
  const units = await unitsOf(tx, { district, moment: at }, people)
  return rows.map(
    ({ subjectKind, subject, holderKind, holder, said, stoodDown, at: when, callout, away, awayUntil, ...duty }) => ({
      ...duty,
      subject: { point: subjectKind, id: subject, district },
      holder: { point: holderKind, id: holder, district },
      unit: pointer('unit', units.get(holder) ?? null, district),
      answer:
        said && when && callout ? { state: stoodDown ? ('stood-down' as const) : said, said, at: when, callout } : null,
      away: away ? { until: awayUntil } : null,
    }),
  )
}

interface Row {
  duty: string
  role: string
  sole: boolean
  subjectKind: 'place' | 'unit' | 'person'
  subject: string
  holderKind: 'person' | 'unit'
  holder: string
  starts: Date | null
  ends: Date | null
  lane: string
  campaign: string | null
  said: AnswerState | null
  stoodDown: boolean | null
  at: Date | null
  callout: string | null
  away: boolean
  awayUntil: Date | null
}

/** The gravest gaps that a filter of the list of gaps tells; none above the districts, where there are only counts. */
export async function missingOf(tx: Tx, look: Look, filters: Record<string, string>): Promise<NamedGap[]> {
  const request = { lane: look.lane, at: look.past ? look.moment : undefined, limit: MISSING, filters }
  const ask = await askOf(tx, look.viewer, look.moment, gaps, request).catch((error: unknown) => {
    if (error instanceof MusterError && error.code === 'LIST_TOO_WIDE') return null
    throw error
  })
  if (!ask) return []
  const found = (await foundGaps(tx, ask)).slice(0, MISSING)
  const unheld = found.flatMap(({ gap }) => (gap.held < gap.needed ? [gap] : []))
  const { district, lanes, moment } = ask
  const away = await awayHoldersOf(tx, { district, lanes, moment, roles: unheld })
  const named = [...found.map((f) => f.gap.subject), ...[...away.values()].map((a) => a.person)]
  const [areas, names] = [
    await areasByCodes(tx, [...new Set(found.map((f) => f.gap.area))]),
    await namesIn(tx, district, named),
  ]
  const awayFrom = ({ subject, role }: Pick<NamedGap, 'subject' | 'role'>) => {
    const holder = away.get(`${subject} ${role}`)
    return holder ? { ...holder, name: names.get(holder.person) ?? '' } : null
  }
  return found.map(({ gap, campaign }) => ({
    ...gap,
    place: names.get(gap.subject) ?? '',
    areaName: areas.get(gap.area)?.name ?? '',
    areaNames: areas.get(gap.area)?.names ?? {},
    playbook: campaign.playbook,
    away: awayFrom(gap),
  }))
}

/** What places and people are called (primary keys). */
async function namesIn(tx: Tx, district: string, ids: string[]): Promise<Map<string, string>> {
  const found = await tx<{ id: string; name: string }[]>`
    select p.id, p.name from ${each(tx, ids)} join place p on p.district = ${district} and p.id = k.id
    union all select p.id, p.name from ${each(tx, ids)} join person p on p.district = ${district} and p.id = k.id`
  return new Map(found.map((f) => [f.id, f.name]))
}

/** Of whom somebody may still make a call, or hand on what they were asked. */
const UNANSWERED: ReadonlySet<AnswerState> = new Set(['called', 'away-not-called', 'no-address', 'untold', 'declined'])

/** What may be done about those who answer; nothing may be done in the past. */
export function mayAbout(look: Look, district: string, answers: readonly RawAnswerer[]): Subject['may'] {
  if (look.past) return []
  return answers.flatMap(({ duty, holder, answer }) => [
    { action: 'replace' as const, ids: { district, duty } },
    { action: 'end-duty' as const, ids: { district, duty } },
    ...(answer && UNANSWERED.has(answer.state)
      ? (['call-again', 'hand-on'] as const).map((action) => ({
          action,
          ids: { district, callout: answer.callout, person: holder.id },
        }))
      : []),
  ])
}
