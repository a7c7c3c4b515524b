import { newIds } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { byHalves } from '../../db/set-aside.ts'
import { countBeside } from '../../db/turn.ts'
import { noteChange } from '../audit/changes.ts'
import { countDuties } from '../gaps/actions.ts'
import { lockRequirements, ofSubjects } from '../gaps/store.ts'
import { relyOnAbsencesOf } from '../people/absences.ts'
import { campaignById } from '../playbooks/store.ts'
import { UNDO_PIECE } from './bounds.ts'
import type { ActUndoing } from './model.ts'

/** A duty that ended with an act that is undone. */
interface EndedDuty {
  id: string
  subjectKind: string
  subject: string
  role: string
  sole: boolean
  holderKind: string
  holder: string
  starts: Date
  until: Date | null
  proposal: string | null
}

const AGAIN = {
  id: 'uuid',
  again: 'uuid',
  subjectKind: 'text',
  subject: 'uuid',
  role: 'text',
  sole: 'boolean',
  holderKind: 'text',
  holder: 'uuid',
  starts: 'timestamptz',
  until: 'timestamptz',
  proposal: 'uuid',
} as const

/** What became of a piece: duties that are given again, those that cannot be, those that the database refused for themselves. */
export interface GivenAgain {
  restored: number
  lost: number
  failed: { item: string; error: unknown }[]
  /** The piece went up to this place; null: it was the last. */
  upTo: string | null
}

const ENDED = (tx: Tx) => tx`
  id, subject_kind as "subjectKind", subject, role, sole, holder_kind as "holderKind", holder, starts,
  nullif(was_until, 'infinity') as until, proposal`

/** Gives the next duties again that ended with the requirements of a campaign, in the order of their places (index duty_not_required). */
export async function giveNextAgain(tx: Tx, now: Date, undoing: ActUndoing): Promise<GivenAgain> {
  const { district, campaign, actedAt, upTo: after } = undoing
  await countBeside(tx, district)
  const all = tx`
    district = ${district} and campaign = ${campaign} and end_reason = 'no longer required' and subject > ${after}
    and changed_at >= ${actedAt} and was_until > ${now}`
  const [last] = await tx<{ subject: string }[]>`
    select subject from duty where ${all} order by subject offset ${UNDO_PIECE - 1} limit 1`
  const ended = await tx<EndedDuty[]>`
    select ${ENDED(tx)} from duty where ${all} ${last ? tx`and subject <= ${last.subject}` : tx``} order by subject, id`
  return { ...(await giveThese(tx, now, undoing, ended)), upTo: last?.subject ?? null }
}

/** Gives some of them again that were set aside (primary key). */
export async function giveAsideAgain(tx: Tx, now: Date, undoing: ActUndoing, ids: string[]): Promise<GivenAgain> {
  await countBeside(tx, undoing.district)
  const ended = await tx<EndedDuty[]>`
    select ${ENDED(tx)} from duty
    where district = ${undoing.district} and id = any(${ids}::uuid[]) and was_until > ${now} order by subject, id`
  const done = await giveThese(tx, now, undoing, ended)
  return { ...done, lost: done.lost + ids.length - ended.length, upTo: null }
}

/**
 * Gives duties again to those who held them, as new rows from now on, or from the beginning of their shift. Where another holds by now
 * what one alone may have, they keep it. What was given again before is not given twice (index duty_again).
 */
async function giveThese(
  tx: Tx,
  now: Date,
  { district, lane, campaign, begunBy }: ActUndoing,
  all: readonly EndedDuty[],
): Promise<Omit<GivenAgain, 'upTo'>> {
  if (all.length === 0) return { restored: 0, lost: 0, failed: [] }
  const given = await tx<{ of: string }[]>`
    select again_of as of from duty where district = ${district} and again_of = any(${all.map((d) => d.id)}::uuid[])`
  const before = new Set(given.map((d) => d.of))
  const ended = all.filter((d) => !before.has(d.id))
  await relyOnAbsencesOf(tx, district, [...new Set(ended.map((d) => d.holder))])
  const places = [...new Set(ended.map((d) => d.subject))]
  const open = await campaignById(tx, district, campaign)
  if (open) await lockRequirements(tx, open, ofSubjects(tx, now, places))
  const ids = newIds(now, ended.length)
  const lines = ended.map((d, i) => ({ ...d, again: ids[i] as string }))
  const subjects: string[] = []
  const failed = await byHalves(tx, lines, async (inner, some) => {
    const done = await inner<{ subject: string }[]>`
      insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
        proposal, recorded_at, recorded_by, changed_at, again_of)
      select ${district}, again, ${lane}, "subjectKind", subject, role, sole, "holderKind", holder, greatest(starts, ${now}),
        coalesce(until, 'infinity'), ${campaign}, proposal, ${now}, ${begunBy}, ${now}, id
      from ${rows(inner, some, AGAIN)}
      on conflict do nothing returning subject`
    subjects.push(...done.map((d) => d.subject))
  })
  if (subjects.length > 0) {
    await noteChange(tx, lane, [district], 'duties')
    await countDuties(tx, now, { district, lane }, [...new Set(subjects)])
    await ask(tx, lane, district, 'rollup', now)
  }
  return {
    restored: subjects.length,
    lost: ended.length - subjects.length - failed.length,
    failed: failed.map(({ item, error }) => ({ item: item.id, error })),
  }
}
