import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import { type Actor, actorText } from '../../audit/model.ts'
import { writeOnce } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { HolderKind } from '../../duties/model.ts'
import { checkThere } from '../../duties/parties.ts'
import { relyOnAbsencesOf } from '../../people/absences.ts'
import { soleForKinds } from '../../playbooks/sole.ts'
import { afterLaneDuties } from '../actions.ts'
import { standDownFrom } from '../after-ended.ts'
import { freeUntil, partRoundAbsences } from '../stand-in.ts'
import { campaignsForShifts } from './for-campaign.ts'
import { type Refusal, refusalOf } from './model.ts'

/** One duty to be given at many places at once, in real life or in the lane of an exercise. */
export interface BatchInput {
  lane: string
  subjects: string[]
  role: string
  holderKind: HolderKind
  holder: string
  starts?: Date | undefined
  ends?: Date | null | undefined
}

export interface Batch {
  given: string[]
  /** `holder`: who holds a role there that one alone may have; null where it was not for that. */
  refused: ({ subject: string; holder: string | null } & Refusal)[]
}

/**
 * Gives a role at many places to one holder in one transaction, in which each place is given or refused for itself: the
 * register refuses a second holder of a sole role, but where the first is away this one stands in. What a campaign asks for there in
 * shifts is given for that campaign, and ends with it. PERSON_UNKNOWN, UNIT_UNKNOWN, DUTY_PAST for a beginning before now,
 * BAD_INPUT for an end before the beginning, KEY_USED.
 */
export async function giveAtMany(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: BatchInput,
  key?: string,
): Promise<Batch> {
  const { lane, role, holderKind, holder } = input
  const starts = input.starts ?? now
  if (starts < now) throw new MusterError('DUTY_PAST', { what: 'a duty begins when it is given, not before' })
  if (input.ends && input.ends <= starts) throw new MusterError('BAD_INPUT', { what: 'ends: must be after starts' })
  const sent = { district, key, act: 'duty.batch', asked: input }
  return writeOnce(db, now, sent, async (tx) => {
    await checkThere(tx, district, holderKind, holder)
    const subjects = [...new Set(input.subjects)]
    const kinds = await kindsOf(tx, district, subjects)
    const sole = await soleForKinds(tx, lane, district, role, [...new Set(kinds.values())])
    const wanted = [...kinds].map(([subject, kind]) => ({
      id: newId(now),
      subject,
      sole: sole.get(kind) ?? false,
    }))
    await relyOnAbsencesOf(tx, district, [holder])
    const line = () => tx`${role}::text as role, ${holder}::uuid as holder, ${starts}::timestamptz as starts`
    const which = { subject: 'uuid', sole: 'boolean' } as const
    const lines = tx`select subject, sole, ${line()} from ${rows(tx, wanted, which)}`
    const parted = await partRoundAbsences(tx, now, actor, { district, lane }, lines)
    const standsIn = new Set(parted.map((d) => d.subject))
    // As for one duty: an end that the register has no room for is refused, but for who stands in for somebody.
    const shifts = await campaignsForShifts(tx, now, { district, lane }, role, subjects)
    const asked = wanted.map((w) => ({
      ...w,
      cut: !input.ends || standsIn.has(w.subject),
      campaign: shifts.get(w.subject) ?? null,
    }))
    const given = await tx<{ id: string; subject: string }[]>`
      insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends,
        campaign, recorded_at, recorded_by, changed_at)
      select ${district}, l.id, ${lane}, 'place', l.subject, l.role, l.sole, ${holderKind}, l.holder, l.at,
        case when l.cut then least(l.ends, ${freeUntil(tx, { district, lane })}) else l.ends end, l.campaign, ${now},
        ${actorText(actor)}, ${now}
      from (
        select id, subject, sole, cut, campaign, ${line()}, ${starts}::timestamptz as at,
          coalesce(${input.ends ?? null}::timestamptz, 'infinity') as ends
        from ${rows(tx, asked, { ...which, id: 'uuid', cut: 'boolean', campaign: 'uuid' })}
      ) l
      on conflict do nothing returning id, subject`
    const done = new Set(given.map((g) => g.subject))
    if (done.size > 0) {
      const detail = { role, holder, given: done.size, refused: subjects.length - done.size }
      await audit(tx, now, actor, { district, lane, act: 'duty.give', subject: holder, detail })
      await afterLaneDuties(tx, now, { district, lane }, [...done])
      await standDownFrom(tx, now, actor, district, parted)
    }
    const left = subjects.filter((subject) => !done.has(subject))
    const holders = await soleHolders(tx, { district, lane }, role, starts, left)
    const refused = subjects.flatMap((subject) => {
      if (done.has(subject)) return []
      const error = kinds.has(subject)
        ? new MusterError('DUTY_TAKEN', { role })
        : new MusterError('PLACE_UNKNOWN', { place: subject })
      return [{ subject, holder: holders.get(subject) ?? null, ...refusalOf(error) }]
    })
    return { given: given.map((g) => g.id), refused }
  })
}

/** Who has a sole role at these places from a moment on, by name (index duty_by_subject). */
async function soleHolders(
  tx: Tx,
  { district, lane }: { district: string; lane: string },
  role: string,
  from: Date,
  places: string[],
): Promise<Map<string, string>> {
  if (places.length === 0) return new Map()
  const found = await tx<{ subject: string; name: string }[]>`
    select distinct on (d.subject) d.subject, coalesce(
        (select p.name from person p where p.district = ${district} and p.id = d.holder),
        (select u.name from unit u where u.district = ${district} and u.id = d.holder), '') as name
    from duty d
    where d.district = ${district} and d.subject = any(${places}::uuid[]) and d.role = ${role} and d.sole
      and d.ends > greatest(d.starts, ${from}) and d.lane in ('actual', ${lane})
    order by d.subject, d.starts`
  return new Map(found.map((f) => [f.subject, f.name]))
}

/** The kind of each of these places that is there and open (primary key of place). */
async function kindsOf(tx: Tx, district: string, places: string[]): Promise<Map<string, string>> {
  const found = await tx<{ id: string; kind: string }[]>`
    select id, kind from place
    where district = ${district} and id = any(${places}::uuid[]) and closed = 'infinity'`
  return new Map(found.map((p) => [p.id, p.kind]))
}
