import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { Brief } from './tell.ts'

/** A summons whose ladder is due, with whom and what there is to turn to. */
export interface DueSummons {
  callout: string
  person: string
  step: number
  tries: number
  doors: number
  unreachable: boolean
  duties: string[]
  calledAt: Date
  /** When somebody asked for one more call; null: nobody does. */
  againAt: Date | null
}

/** Claims summonses whose ladder is due (index summons_due); the lock is held until the transaction ends. */
export async function claimDue(
  tx: Tx,
  district: string,
  lane: string,
  now: Date,
  limit: number,
): Promise<DueSummons[]> {
  return tx<DueSummons[]>`
    select callout, person, step, tries, doors, unreachable, duties, called_at as "calledAt",
      again_at as "againAt" from summons
    where district = ${district} and lane = ${lane} and next_at <= ${now}
    order by next_at, person limit ${limit} for update skip locked`
}

const MOVE = {
  callout: 'uuid',
  person: 'uuid',
  step: 'int',
  tries: 'int',
  nextAt: 'timestamptz',
  handedTo: 'uuid',
} as const

/** Where the ladder left each summons. */
export async function saveMoves(
  tx: Tx,
  district: string,
  moves: {
    callout: string
    person: string
    step: number
    tries: number
    nextAt: Date | null
    handedTo: string | null
  }[],
): Promise<void> {
  await tx`
    update summons s set step = t.step, tries = t.tries, next_at = coalesce(t."nextAt", 'infinity'),
      handed_to = coalesce(t."handedTo", s.handed_to), again_at = null
    from ${rows(tx, moves, MOVE)}
    where s.district = ${district} and s.callout = t.callout and s.person = t.person`
}

/**
 * Brings in deputies and superiors: with a summons of their own, or, if they are called already, with the doors added to
 * the summons there is; `fresh` tells which, since the second kind must be told of the doors in a message of its own.
 */
export async function handOver(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  hands: { callout: string; to: string; as: 'deputy' | 'superior'; duties: string[] }[],
): Promise<{ callout: string; person: string; doors: number; fresh: boolean }[]> {
  return tx<{ callout: string; person: string; doors: number; fresh: boolean }[]>`
    insert into summons as s (district, callout, person, campaign, lane, asked_as, duties, doors, called_at, next_at)
    select ${district}, t.callout, t.to, c.campaign, ${lane}, max(t.as), '{}', count(*), ${now}, ${now}
    from ${rows(tx, hands, { callout: 'uuid', to: 'uuid', as: 'text' })}
      join callout c on c.district = ${district} and c.id = t.callout
    group by t.callout, t.to, c.campaign
    on conflict (district, callout, person) do update set doors = s.doors + excluded.doors
    returning callout, person, doors, xmax = 0 as fresh`
}

/** When the next ladder of a lane is due (index summons_due). */
export async function nextClimb(tx: Tx, district: string, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(next_at) as at from summons where district = ${district} and lane = ${lane} and next_at < 'infinity'`
  return row?.at ?? null
}

/**
 * What each of these summonses still asks, told briefly, under `callout:person`: how many places of which kinds, and the first
 * by name. The places are read for all of them at once, by their keys, and counted here: asked for one summons after
 * another, they were found by looking through every place for each.
 */
export async function briefs(
  tx: Tx,
  now: Date,
  district: string,
  summonses: { callout: string; person: string }[],
): Promise<Map<string, Brief>> {
  if (summonses.length === 0) return new Map()
  const asked = await tx<{ key: string; doors: number; duties: string[]; level: string; playbook: string }[]>`
    select s.callout || ':' || s.person as key, s.doors, s.duties, c.level, c.playbook
    from ${rows(tx, summonses, { callout: 'uuid', person: 'uuid' })}
      join summons s on s.district = ${district} and s.callout = t.callout and s.person = t.person
      join campaign c on c.district = ${district} and c.id = s.campaign`
  const duties = [...new Set(asked.flatMap((s) => s.duties))]
  const places = await tx<{ duty: string; place: string; kind: string; name: string }[]>`
    select d.id as duty, p.id as place, p.kind, p.name
    from duty d join place p on p.district = d.district and p.id = d.subject
    where d.district = ${district} and d.id = any(${duties}::uuid[]) and d.ends > greatest(d.starts, ${now})
    order by p.kind, p.name`
  const nth = new Map(places.map((p, i) => [p.duty, i]))
  return new Map(
    asked.map(({ key, duties: own, ...rest }) => {
      const order = own.flatMap((duty) => nth.get(duty) ?? []).sort((a, b) => a - b)
      const there = order.flatMap((i) => places[i] ?? [])
      const kinds = [...Map.groupBy(there, (p) => p.kind)].map(([kind, all]) => {
        return { kind, n: new Set(all.map((p) => p.place)).size, first: all[0]?.name ?? '' }
      })
      return [key, { kinds, ...rest }]
    }),
  )
}
