import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { PersonKey } from './store-people.ts'

export interface MembershipToWrite {
  district: string
  person: string
  unit: string
  kind: string
  /** Whether a file says it: else whoever is a member stays one of their kind. */
  said: boolean
  /** Null when the file does not say. */
  starts: string | null
  ends: string | null
  sentBy: string | null
}

const MEMBERSHIP = {
  district: 'text',
  person: 'uuid',
  unit: 'uuid',
  kind: 'text',
  said: 'boolean',
  starts: 'timestamptz',
  ends: 'timestamptz',
  sentBy: 'uuid',
} as const

/** Somebody who had left, all units or this one, and is a member of it; `since`: null where the unit is no more, and nothing was written. */
export interface ReturnedMember extends PersonKey {
  unit: string
  left: Date
  since: Date | null
}

/**
 * Writes memberships. One that is open ends when the file says so, but never before now: that somebody was a member
 * until today is what the register showed. One of another kind ends now and begins anew, if the file says the kind and does
 * not end it. Who has left and is a member by the file has a new membership beside the old one, from now unless the file has them
 * back at another time after they left. Returns who changed, and who came back.
 */
export async function writeMemberships(
  tx: Tx,
  now: Date,
  memberships: readonly MembershipToWrite[],
): Promise<{ changed: PersonKey[]; returned: ReturnedMember[] }> {
  const ended = await tx<PersonKey[]>`
    update membership m set ends = case when m.kind = t.kind or not t.said then greatest(t.ends, ${now}) else ${now} end
    from ${rows(tx, memberships, MEMBERSHIP)}
    where m.district = t.district and m.person = t.person and m.unit = t.unit and m.starts < ${now} and m.ends > ${now}
      and case when m.kind = t.kind or not t.said then t.ends is not null and m.ends <> greatest(t.ends, ${now})
        else true end
    returning m.district, m.person as id`
  const numbered = memberships.map((membership, n) => ({ ...membership, n }))
  const known = new Map((await knownMemberships(tx, now, numbered)).map((each) => [each.n, each]))
  const away = await awayNow(tx, now, numbered)
  const justEnded = new Set(ended.map(({ district, id }) => `${district} ${id}`))
  const returned: ReturnedMember[] = []
  // Put together here: a distributed database can ask this of no row that is not in a table yet.
  const fresh = numbered.flatMap(({ n, ...membership }) => {
    const { there, over, left: leftIt, lastKind, isClosed } = known.get(n) ?? {}
    // A day that the file has for another unit is what it knows of the past.
    const left = leftIt ?? (membership.starts === null ? away.get(n) : undefined)
    if (there) return []
    const isNow = membership.ends === null || new Date(membership.ends) > now
    if (!left || !isNow || (over && justEnded.has(`${membership.district} ${membership.person}`))) {
      return [{ ...membership, starts: over ? now.toISOString() : (membership.starts ?? '-infinity') }]
    }
    const { district, person: id, unit } = membership
    const isLater = membership.starts !== null && new Date(membership.starts) >= left
    const starts = isLater && membership.starts !== null ? membership.starts : now.toISOString()
    returned.push({ district, id, unit, left, since: isClosed ? null : new Date(starts) })
    const kind = membership.said ? membership.kind : (lastKind?.split(' ')[1] ?? membership.kind)
    return isClosed ? [] : [{ ...membership, starts, kind }]
  })
  // One that was called off before it began says nothing of the past, and would stand in the way of the same.
  await tx`
    delete from membership m using ${rows(tx, fresh, MEMBERSHIP)}
    where m.district = t.district and m.person = t.person and m.unit = t.unit and m.starts = t.starts and m.ends = m.starts`
  const begun = await tx<PersonKey[]>`
    insert into membership (district, person, unit, kind, starts, ends, sent_by)
    select district, person, unit, kind, starts, coalesce(ends, 'infinity'), "sentBy" from ${rows(tx, fresh, MEMBERSHIP)}
    on conflict do nothing
    returning district, person as id`
  return { changed: [...ended, ...begun], returned }
}

/** When those of them left who are in no unit of the district (primary key): a member of another, by a list without days, from now on and
 * not of old. */
async function awayNow(
  tx: Tx,
  now: Date,
  memberships: readonly (MembershipToWrite & { n: number })[],
): Promise<Map<number, Date>> {
  const found = await tx<{ n: number; left: Date }[]>`
    select t.n, p.left_at as left from ${rows(tx, memberships, { ...MEMBERSHIP, n: 'int' })}
      join person p on p.district = t.district and p.id = t.person
    where p.left_at <= ${now}`
  return new Map(found.map(({ n, left }) => [n, left]))
}

interface KnownMembership {
  n: number
  /** Nothing is to be written: they are a member, or what the file says of the past is there. */
  there: boolean
  /** One ends at this moment. */
  over: boolean
  /** When the last one that is over ended, and, behind that moment as text, of which kind it was. */
  left: Date | null
  lastKind: string | null
  /** The unit is dissolved. */
  isClosed: boolean
}

/** What the register has of each of these memberships, those that have nothing left out (primary key). */
async function knownMemberships(
  tx: Tx,
  now: Date,
  memberships: readonly (MembershipToWrite & { n: number })[],
): Promise<KnownMembership[]> {
  return tx<KnownMembership[]>`
    select t.n,
      bool_or((m.kind = t.kind or not t.said or t.ends <= ${now}) and case
        when m.ends > greatest(m.starts, ${now}) then true
        when t.ends <= ${now} then m.ends >= t.ends or m.starts = coalesce(t.starts, '-infinity')
        else false end) as there,
      bool_or(m.ends = ${now}) as over,
      max(m.ends) filter (where m.ends <= ${now} and m.ends > m.starts) as left,
      max(to_char(m.ends at time zone 'UTC', 'YYYYMMDDHH24MISSUS ') || m.kind)
        filter (where m.ends <= ${now} and m.ends > m.starts) as "lastKind",
      bool_or(u.dissolved <= ${now}) as "isClosed"
    from ${rows(tx, memberships, { ...MEMBERSHIP, n: 'int' })}
      join membership m on m.district = t.district and m.person = t.person and m.unit = t.unit
      join unit u on u.district = m.district and u.id = m.unit
    group by t.n`
}
