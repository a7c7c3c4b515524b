import { MusterError } from '../../../base/errors.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import { tryOut } from '../../../db/try-out.ts'
import type { Actor } from '../../audit/model.ts'
import { writeOnce } from '../../audit/once.ts'
import { ringOnceMore } from '../../callouts/by-hand.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import { inForce } from './campaign.ts'
import { type GapKey, type Refusal, refusalOf } from './model.ts'

export interface HoldersAct {
  district: string
  campaign: string
  gaps: GapKey[]
  key?: string | undefined
}

interface Person {
  person: string
  name: string
}

/** Who was called once more, and for whom nothing was done. */
export interface CalledHolders {
  called: Person[]
  refused: (Person & Refusal)[]
}

/** Who holds a gap's duty, and the call-out in which they were last called for it; null: in none. */
interface Holder extends Person {
  callout: string | null
}

/**
 * Calls those who hold these gaps' duties once more, now, each in the call-out in which they were called for them: for
 * what is held and not heard of. Who has answered is not rung again, and told as refused. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER,
 * KEY_USED.
 */
export async function callHolders(db: Db, now: Date, actor: Actor, act: HoldersAct): Promise<CalledHolders> {
  const { district, key } = act
  const sent = { district, key, act: 'gaps.again', asked: [act.campaign, act.gaps] }
  return writeOnce(db, now, sent, (tx) => ringHolders(tx, now, actor, act))
}

/** Whom `callHolders` would call, and whom not and why; nothing is kept of it. */
export async function tryHolders(db: Db, now: Date, actor: Actor, act: HoldersAct): Promise<CalledHolders> {
  return tryOut(db, now, (tx) => ringHolders(tx, now, actor, act))
}

async function ringHolders(tx: Tx, now: Date, actor: Actor, act: HoldersAct): Promise<CalledHolders> {
  const { district } = act
  const { campaign } = await inForce(tx, actor, district, act.campaign)
  const holders = await holdersOf(tx, now, campaign, act.gaps)
  const nameOf = new Map(holders.map((h) => [h.person, h.name]))
  const named = (person: string) => ({ person, name: nameOf.get(person) ?? '' })
  const uncalled = refusalOf(new MusterError('HOLDER_UNCALLED'))
  const refused = holders.filter((h) => h.callout === null).map((h) => ({ ...named(h.person), ...uncalled }))
  const called: Person[] = []
  for (const callout of new Set(holders.flatMap((h) => h.callout ?? []))) {
    const persons = holders.filter((h) => h.callout === callout).map((h) => h.person)
    const done = await ringOnceMore(tx, now, actor, { district, callout, persons })
    called.push(...done.called.map(named))
    refused.push(...done.refused.map(({ person, ...why }) => ({ ...named(person), ...why })))
  }
  return { called, refused }
}

/**
 * Each holder once: a person, or the secretary of the unit that holds (primary keys of requirement and person,
 * duty_by_subject, summons_by_person).
 */
async function holdersOf(tx: Tx, now: Date, { district, id, lane }: Campaign, gaps: GapKey[]): Promise<Holder[]> {
  return tx<Holder[]>`
    select distinct on (h.person) h.person, p.name, s.callout
    from (
      select d.id as duty, case when d.holder_kind = 'person' then d.holder else u.holder end as person
      from ${rows(tx, gaps, { subject: 'uuid', rule: 'text', starts: 'timestamptz' })}
        join requirement r on r.district = ${district} and r.campaign = ${id} and r.subject = t.subject
          and r.rule = t.rule and r.starts = t.starts
        join duty d on d.district = ${district} and d.subject = r.subject and d.role = r.role and d.starts <= ${now}
          and d.ends > ${now} and d.lane in ('actual', ${lane})
        left join duty u on u.district = ${district} and u.subject = case d.holder_kind when 'unit' then d.holder end
          and u.role = 'secretary' and u.starts <= ${now} and u.ends > ${now} and u.lane = 'actual'
    ) h
      join person p on p.district = ${district} and p.id = h.person
      left join summons s on s.district = ${district} and s.person = h.person and s.campaign = ${id}
        and (s.stood_down_at is null or s.stopped_at is not null) and h.duty = any(s.duties)
    order by h.person, s.called_at desc nulls last`
}
