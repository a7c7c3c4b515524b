import { newId } from '../../base/ids.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { instants } from '../../db/lists.ts'
import type { Ladder } from '../playbooks/model.ts'
import type { AnswerInput, Callout, CalloutCounts } from './model.ts'

export async function insertCallout(tx: Tx, c: Callout, ladder: Ladder): Promise<void> {
  await tx`
    insert into callout (district, id, campaign, lane, started_at, ladder, reason)
    values (${c.district}, ${c.id}, ${c.campaign}, ${c.lane}, ${c.startedAt},
      ${JSON.stringify(ladder)}::text::jsonb, ${c.reason})`
}

/**
 * One summons a person for everything in `asked`, a query of (person uuid, duties uuid[]) that the gap store makes; one
 * statement however many are called. The ladder's first rung is due at once. Returns how many were called.
 */
export async function insertSummonses(tx: Tx, c: Callout, asked: Fragment): Promise<number> {
  const result = await tx`
    insert into summons (district, callout, person, campaign, lane, asked_as, duties, called_at, next_at)
    select ${c.district}, ${c.id}, a.person, ${c.campaign}, ${c.lane}, 'holder', a.duties, ${c.startedAt}, ${c.startedAt}
    from (${asked}) a`
  return result.count
}

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
    select callout, person, step, tries, doors, unreachable, duties, called_at as "calledAt" from summons
    where district = ${district} and lane = ${lane} and next_at <= ${now}
    order by next_at, person limit ${limit} for update skip locked`
}

export async function laddersOf(tx: Tx, district: string, callouts: string[]): Promise<Map<string, Ladder>> {
  const rows = await tx<{ id: string; ladder: Ladder }[]>`
    select id, ladder from callout where district = ${district} and id = any(${callouts}::uuid[])`
  return new Map(rows.map((r) => [r.id, r.ladder]))
}

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
    update summons s set step = m.step, tries = m.tries, next_at = coalesce(m.next_at, 'infinity'),
      handed_to = coalesce(m.handed_to, s.handed_to)
    from unnest(${moves.map((m) => m.callout)}::uuid[], ${moves.map((m) => m.person)}::uuid[],
      ${moves.map((m) => m.step)}::int[], ${moves.map((m) => m.tries)}::int[],
      ${instants(moves.map((m) => m.nextAt))}::timestamptz[], ${moves.map((m) => m.handedTo)}::uuid[])
      as m (callout, person, step, tries, next_at, handed_to)
    where s.district = ${district} and s.callout = m.callout and s.person = m.person`
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
    select ${district}, h.callout, h.person, c.campaign, ${lane}, max(h.asked_as), '{}', count(*), ${now}, ${now}
    from unnest(${hands.map((h) => h.callout)}::uuid[], ${hands.map((h) => h.to)}::uuid[],
      ${hands.map((h) => h.as)}::text[]) as h (callout, person, asked_as)
      join callout c on c.district = ${district} and c.id = h.callout
    group by h.callout, h.person, c.campaign
    on conflict (district, callout, person) do update set doors = s.doors + excluded.doors
    returning callout, person, doors, xmax = 0 as fresh`
}

/** What is queued to be sent. The key makes queueing again after a crash the same message. */
export async function queueMessages(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  messages: {
    key: string
    callout: string
    person: string
    kind: string
    channel: string
    address: string
    body: string
  }[],
): Promise<void> {
  await tx`
    insert into message (district, key, id, callout, person, lane, kind, channel, address, body, queued_at)
    select ${district}, key, id, callout, person, ${lane}, kind, channel, address, body, ${now}
    from unnest(${messages.map((m) => m.key)}::text[], ${messages.map(() => newId(now))}::uuid[],
      ${messages.map((m) => m.callout)}::uuid[], ${messages.map((m) => m.person)}::uuid[],
      ${messages.map((m) => m.kind)}::text[], ${messages.map((m) => m.channel)}::text[],
      ${messages.map((m) => m.address)}::text[], ${messages.map((m) => m.body)}::text[])
      as m (key, id, callout, person, kind, channel, address, body)
    on conflict (district, key) do nothing`
}

/**
 * Answers, as many as came: each fact is kept from the first time it was told. To accept or decline is to have received;
 * an answer that settles the matter stops the ladder, of whoever handed it over too. Who declines may come round and
 * decline again: the later of the two holds. `turned` tells whether the person has ever declined here.
 */
export async function saveAnswers(
  tx: Tx,
  now: Date,
  district: string,
  answers: (AnswerInput & { callout: string })[],
): Promise<{ callout: string; campaign: string; person: string; kind: string; duties: string[]; turned: boolean }[]> {
  return tx`
    with a as (
      select * from unnest(${answers.map((a) => a.callout)}::uuid[], ${answers.map((a) => a.person)}::uuid[],
        ${answers.map((a) => a.kind)}::text[], ${instants(answers.map((a) => a.at ?? now))}::timestamptz[],
        ${answers.map((a) => a.reason ?? null)}::text[]) as t (callout, person, kind, at, reason)
    ), told as (
      select callout, person, min(at) as heard, min(at) filter (where kind = 'accepted') as accepted,
        min(at) filter (where kind = 'declined') as declined, min(at) filter (where kind = 'arrived') as arrived,
        max(reason) filter (where kind = 'declined') as reason
      from a group by callout, person
    ), saved as (
      update summons s set acknowledged_at = coalesce(s.acknowledged_at, t.heard),
        accepted_at = case when s.accepted_at > s.declined_at or s.declined_at is null
          then coalesce(s.accepted_at, t.accepted, t.arrived) else coalesce(t.accepted, t.arrived, s.accepted_at) end,
        declined_at = case when s.accepted_at > s.declined_at then coalesce(t.declined, s.declined_at)
          else coalesce(s.declined_at, t.declined) end,
        decline_reason = coalesce(s.decline_reason, t.reason),
        arrived_at = coalesce(s.arrived_at, t.arrived), next_at = 'infinity'
      from told t
      where s.district = ${district} and s.callout = t.callout and s.person = t.person
      returning s.callout, s.person, s.campaign, s.duties, s.declined_at is not null as turned,
        case when t.declined is not null then 'declined' when coalesce(t.accepted, t.arrived) is not null then 'accepted'
          else 'acknowledged' end as kind
    ), relieved as (
      update summons s set next_at = 'infinity' from saved x
      where s.district = ${district} and s.callout = x.callout and s.handed_to = x.person and x.kind = 'accepted'
        and s.person not in (select person from saved)
    )
    select callout, campaign, person, kind, duties, turned from saved`
}

/** Stands down everyone in a campaign who is still asked, and of whose duties `required` (a query of ids) wants none. */
export async function standDown(
  tx: Tx,
  now: Date,
  district: string,
  campaign: string,
  required: Fragment,
): Promise<{ callout: string; person: string }[]> {
  return tx<{ callout: string; person: string }[]>`
    with asked as (
      select callout, person, unnest(duties) as id from summons
      where district = ${district} and campaign = ${campaign} and stood_down_at is null and asked_as = 'holder'
    ), free as (
      select callout, person from (
        select callout, person, bool_or(wanted) over (partition by id) as wanted from (
          select callout, person, id, false as wanted from asked union all select null, null, id, true from (${required}) r
        ) x
      ) y where callout is not null group by callout, person having not bool_or(wanted)
    )
    update summons s set stood_down_at = ${now}, next_at = 'infinity' from free f
    where s.district = ${district} and s.callout = f.callout and s.person = f.person
    returning s.callout, s.person`
}

/** Stands down deputies and superiors of call-outs in which nobody is left at whose door they are wanted. */
export async function standDownHelpers(
  tx: Tx,
  now: Date,
  district: string,
  campaign: string,
): Promise<{ callout: string; person: string }[]> {
  return tx<{ callout: string; person: string }[]>`
    update summons s set stood_down_at = ${now}, next_at = 'infinity'
    where s.district = ${district} and s.campaign = ${campaign} and s.stood_down_at is null and s.asked_as <> 'holder'
      and not exists (select from summons h where h.district = ${district} and h.callout = s.callout
        and h.asked_as = 'holder' and h.handed_to is not null and h.stood_down_at is null)
    returning s.callout, s.person`
}

/** How many were called in a campaign and how they answered: a person called in several call-outs counts once in each. */
export async function countsOf(tx: Tx, district: string, lane: string, callout: string | null): Promise<CalloutCounts> {
  const [row] = await tx<(Omit<CalloutCounts, 'answeredWithin'> & { m5: number; m15: number; m30: number })[]>`
    select count(*)::int as called, count(acknowledged_at)::int as acknowledged, count(accepted_at)::int as accepted,
      count(declined_at)::int as declined, count(arrived_at)::int as arrived, count(stood_down_at)::int as "stoodDown",
      count(*) filter (where acknowledged_at <= called_at + interval '5 min')::int as m5,
      count(*) filter (where acknowledged_at <= called_at + interval '15 min')::int as m15,
      count(*) filter (where acknowledged_at <= called_at + interval '30 min')::int as m30
    from summons
    where district = ${district} and lane = ${lane} and (${callout}::uuid is null or callout = ${callout}::uuid)`
  const { m5 = 0, m15 = 0, m30 = 0, ...rest } = row as NonNullable<typeof row>
  return { ...rest, answeredWithin: { '5': m5, '15': m15, '30': m30 } }
}

/** When the next ladder of a lane is due (index summons_due). */
export async function nextClimb(tx: Tx, district: string, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(next_at) as at from summons where district = ${district} and lane = ${lane} and next_at < 'infinity'`
  return row?.at ?? null
}

/** Who has declined in a campaign and not come round since: nobody asks them again for it. */
export async function decliners(tx: Tx, district: string, campaign: string): Promise<Set<string>> {
  const rows = await tx<{ person: string }[]>`
    select distinct person from summons
    where district = ${district} and campaign = ${campaign} and declined_at is not null
      and (accepted_at is null or accepted_at < declined_at)`
  return new Set(rows.map((r) => r.person))
}

/** What each of these summonses asks, told briefly: how many places of which kinds, and the first by name. */
export async function briefs(
  tx: Tx,
  district: string,
  summonses: { callout: string; person: string }[],
): Promise<
  Map<string, { kinds: { kind: string; n: number; first: string }[]; doors: number; level: string; playbook: string }>
> {
  const rows = await tx<
    {
      key: string
      doors: number
      level: string
      playbook: string
      kinds: { kind: string; n: number; first: string }[]
    }[]
  >`
    select s.callout || ':' || s.person as key, s.doors, c.level, c.playbook, coalesce((
      select jsonb_agg(jsonb_build_object('kind', k.kind, 'n', k.n, 'first', k.first) order by k.kind) from (
        select p.kind, count(distinct p.id)::int as n, min(p.name) as first
        from unnest(s.duties) x join duty d on d.district = ${district} and d.id = x
          join place p on p.district = ${district} and p.id = d.subject
        group by p.kind) k), '[]') as kinds
    from unnest(${summonses.map((s) => s.callout)}::uuid[], ${summonses.map((s) => s.person)}::uuid[]) as w (callout, person)
      join summons s on s.district = ${district} and s.callout = w.callout and s.person = w.person
      join campaign c on c.district = ${district} and c.id = s.campaign`
  return new Map(rows.map(({ key, ...rest }) => [key, rest]))
}
