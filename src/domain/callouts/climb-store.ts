import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noTeam } from '../people/store.ts'
import type { AskedAs } from './model.ts'
import type { Brief } from './tell.ts'

/** Why the ladder went past somebody without a call. */
export type PassedOver = 'away' | 'no-address'

/** A summons whose ladder is due, with whom and what there is to turn to. */
export interface DueSummons {
  callout: string
  person: string
  step: number
  tries: number
  doors: number
  /** Those of their people who are away, beside the doors. */
  absent: number
  unreachable: boolean
  handedTo: string | null
  passedOver: PassedOver | null
  askedAs: AskedAs
  duties: string[]
  calledAt: Date
  /** When somebody asked for one more call; null: nobody does. */
  againAt: Date | null
}

/** That a summons `s` is not set aside: it waits for somebody who has it tried again (primary key of set_aside). */
const notAside = (tx: Tx, district: string, lane: string) => tx`not exists (
  select true from set_aside a where a.district = ${district} and a.lane = ${lane} and a.step = 'climb'
    and a.item = 'summons ' || s.callout || ' ' || s.person)`

/** Claims summonses whose ladder is due (index summons_due); the lock is held until the transaction ends. */
export async function claimDue(
  tx: Tx,
  district: string,
  lane: string,
  now: Date,
  limit: number,
): Promise<DueSummons[]> {
  return tx<DueSummons[]>`
    select s.callout, s.person, s.step, s.tries, s.doors, s.absent, s.unreachable, s.handed_to as "handedTo",
      s.passed_over as "passedOver", s.asked_as as "askedAs", s.duties,
      s.called_at as "calledAt", s.again_at as "againAt"
    from summons s
    where s.district = ${district} and s.lane = ${lane} and s.next_at <= ${now} and ${notAside(tx, district, lane)}
    order by s.next_at, s.person limit ${limit} for update of s skip locked`
}

const MOVE = {
  callout: 'uuid',
  person: 'uuid',
  step: 'int',
  tries: 'int',
  nextAt: 'timestamptz',
  handedTo: 'uuid',
  untoldAt: 'timestamptz',
  unreachable: 'boolean',
  passedOver: 'text',
} as const

/** Where the ladder left each summons; `untoldAt`: it ended, and there was nobody to turn to. */
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
    untoldAt: Date | null
    /** Called on another way than the dead one. */
    unreachable: boolean
    passedOver: PassedOver | null
  }[],
): Promise<void> {
  await tx`
    update summons s set step = t.step, tries = t.tries, next_at = coalesce(t."nextAt", 'infinity'),
      handed_to = coalesce(t."handedTo", s.handed_to), untold_at = t."untoldAt", unreachable = t.unreachable, again_at = null,
      passed_over = t."passedOver"
    from ${rows(tx, moves, MOVE)}
    where s.district = ${district} and s.callout = t.callout and s.person = t.person`
}

/** Somebody to whom a summons of a call-out is handed on; `absent`: since whom it asks is away, and not behind their door. */
export interface HandedOn {
  callout: string
  to: string
  as: 'deputy' | 'superior'
  absent: boolean
}

/** A summons with what was added; `people`: for how many of their people it asks in all. */
interface Brought {
  callout: string
  person: string
  people: number
  fresh: boolean
}

/**
 * Brings in deputies and superiors: with a summons of their own, or, if they are called already, with the doors added to
 * the summons there is; `fresh` tells which, since the second kind must be told of them in a message of its own. Who was
 * stood down there is wanted again.
 */
export async function handOver(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  hands: readonly HandedOn[],
): Promise<Brought[]> {
  return tx<Brought[]>`
    insert into summons as s (district, callout, person, campaign, lane, asked_as, duties, doors, absent, called_at, next_at)
    select ${district}, t.callout, t.to, c.campaign, ${lane}, max(t.as), '{}', count(*) filter (where not t.absent),
      count(*) filter (where t.absent), ${now}, ${now}
    from ${rows(tx, hands, { callout: 'uuid', to: 'uuid', as: 'text', absent: 'boolean' })}
      join callout c on c.district = ${district} and c.id = t.callout
    group by t.callout, t.to, c.campaign
    on conflict (district, callout, person) do update set doors = s.doors + excluded.doors, absent = s.absent + excluded.absent,
      stood_down_at = null
    returning callout, person, doors + absent as people, xmax = 0 as fresh`
}

/**
 * Who of these call-outs is of no use to be turned to: they have declined, or their own ladder has come to its end or their
 * address is dead, without an answer (primary key of summons, the call-outs' part of it).
 */
export async function silentIn(
  tx: Tx,
  district: string,
  callouts: readonly string[],
): Promise<{ callout: string; person: string }[]> {
  return tx<{ callout: string; person: string }[]>`
    select callout, person from summons
    where district = ${district} and callout = any(${callouts as string[]}::uuid[]) and stood_down_at is null
      and (declined_at is not null and (accepted_at is null or accepted_at < declined_at)
        or acknowledged_at is null and (unreachable or next_at = 'infinity'))`
}

/**
 * For people who are members of nothing, the unit that answers for what they were asked: the nearest of the areas of their
 * places that has one (primary keys of duty and place, unit_by_area).
 */
export async function unitsForDuties(
  tx: Tx,
  district: string,
  duties: readonly string[],
): Promise<Map<string, string>> {
  const found = await tx<{ duty: string; unit: string }[]>`
    select distinct on (d.id) d.id as duty, u.id as unit
    from unnest(${duties as string[]}::uuid[]) as k (id),
      lateral (select * from duty where district = ${district} and id = k.id offset 0) d,
      lateral (select * from place where district = ${district} and id = d.subject offset 0) p,
      lateral (select * from area where code = p.area offset 0) a,
      lateral (select * from unit u where u.district = ${district} and u.area = any(a.path) and ${noTeam(tx)} offset 0) u
    order by d.id, array_position(a.path, u.area) desc, u.code`
  return new Map(found.map((f) => [f.duty, f.unit]))
}

/**
 * Ladders that were moved on by a clock that was ahead wait from now on as long as their rung says: those that are due later than
 * the longest wait of their ladder would have it (index summons_due).
 */
export async function climbsBackTo(tx: Tx, districts: readonly string[], lane: string, now: Date): Promise<void> {
  const wait = (of: Fragment) => tx`make_interval(secs => coalesce((${of})::float8, 0) / 1000)`
  await tx`
    update summons s set next_at = ${now}::timestamptz + ${wait(tx`o.ladder -> 'steps' -> least(s.step, jsonb_array_length(o.ladder -> 'steps') - 1) ->> 'waitMs'`)}
    from callout o
    where s.district = any(${districts as string[]}::text[]) and s.lane = ${lane} and s.next_at > ${now} and s.next_at < 'infinity'
      and o.district = s.district and o.id = s.callout and jsonb_typeof(o.ladder -> 'steps') = 'array'
      and s.next_at > ${now}::timestamptz + interval '1 minute' + ${wait(tx`select max((rung ->> 'waitMs')::float8) from jsonb_array_elements(o.ladder -> 'steps') rung`)}`
}

/** When the next ladder of a lane is due (index summons_due). */
export async function nextClimb(tx: Tx, district: string, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(s.next_at) as at from summons s
    where s.district = ${district} and s.lane = ${lane} and s.next_at < 'infinity' and ${notAside(tx, district, lane)}`
  return row?.at ?? null
}

/**
 * What each of these summonses still asks, told briefly, under `callout:person`: how many places of which kinds, and the first
 * by name. The places are read for all of them at once, key by key, and counted here: asked for one summons after another, or
 * joined by what the database believes of tables that have just grown, they were found by looking through every place for each.
 */
export async function briefs(
  tx: Tx,
  now: Date,
  district: string,
  summonses: readonly { callout: string; person: string }[],
): Promise<Map<string, Brief>> {
  if (summonses.length === 0) return new Map()
  const asked = await tx<
    { key: string; doors: number; absent: number; duties: string[]; level: string; playbook: string }[]
  >`
    select s.callout || ':' || s.person as key, s.doors, s.absent, s.duties, c.level, c.playbook
    from ${rows(tx, summonses, { callout: 'uuid', person: 'uuid' })}
      join summons s on s.district = ${district} and s.callout = t.callout and s.person = t.person
      join campaign c on c.district = ${district} and c.id = s.campaign`
  const duties = [...new Set(asked.flatMap((s) => s.duties))]
  const places = await tx<{ duty: string; place: string; kind: string; name: string }[]>`
    select d.id as duty, p.id as place, p.kind, p.name
    from unnest(${duties}::uuid[]) as k (id),
      lateral (select * from duty where district = ${district} and id = k.id and ends > greatest(starts, ${now}) offset 0) d,
      lateral (select * from place where district = ${district} and id = d.subject offset 0) p
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
