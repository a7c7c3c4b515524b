import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import type { Box } from '../places/ground.ts'
import { zonesOf } from '../places/store.ts'
import { sortKeyOf } from '../search/sort-key.ts'
import type { ImportAnswers } from './answers.ts'
import { changesOf } from './changes.ts'
import { boxesAround, HOME_KM, isSwapped, kmOutside } from './far.ts'
import { type Filed, fileInUnits } from './file-people.ts'
import { afterMemberships } from './leavers.ts'
import { letGo, whoIsGone } from './let-go.ts'
import type { PersonRow } from './model.ts'
import { noteReturned } from './note-returned.ts'
import { peopleThen } from './people-then.ts'
import { problem } from './reasons.ts'
import { startOf } from './save-units.ts'
import { inParts, nothingSaved, type Progress, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import type { DutyToWrite } from './store-duties.ts'
import { type MembershipToWrite, type ReturnedMember, writeMemberships } from './store-memberships.ts'
import { type ContactToWrite, type PersonToWrite, personIds, replaceContacts, upsertPeople } from './store-people.ts'
import { whoIsWho } from './who-is-who.ts'
import { writeDuties } from './write-duties.ts'

export interface PeopleSaveOptions {
  /** The district of people without a unit, and of units whose code several districts use. */
  district?: string | undefined
  soleRoles: ReadonlySet<string>
  /** What was decided of rows about which nobody could tell who is meant. */
  answers?: ImportAnswers | undefined
}

/**
 * Writes people with their memberships and contacts, each in the district of the first unit; in the district of any
 * further unit the same person has a row that points home. A post held in a unit becomes a duty for that unit.
 */
export async function savePeople(
  tx: Tx,
  now: Date,
  actor: Actor,
  people: readonly PersonRow[],
  options: PeopleSaveOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const filed = await fileInUnits(tx, people, options.district, saved)
  const zones = await zonesOf(tx, [...new Set(filed.flatMap((each) => each.districts))])
  const boxes = await boxesAround(tx, [...new Set(filed.flatMap((each) => each.districts))])
  let done = 0
  for (const read of inParts(filed)) {
    const answers = options.answers ?? {}
    const { staying: part, gone } = whoIsGone(await whoIsWho(tx, now, read, answers, saved), answers, saved)
    // First of all: who takes over from somebody who is gone finds the post free.
    await letGo(tx, now, actor, gone, zones, saved)
    leaveFarHomes(part, boxes, saved)
    const keys = part.flatMap(({ row, districts }) => districts.map((district) => ({ district, code: row.code })))
    const before = await peopleThen(tx, now, keys)
    const ids = await idsOf(tx, now, part)
    const added = new Set<string>()
    const touched = new Set<string>()
    for (const row of await upsertPeople(
      tx,
      part.flatMap((each) => rowsOf(each, ids)),
    )) {
      touched.add(row.id)
      if (row.added) added.add(row.id)
    }
    const byId = new Map(part.flatMap((each) => each.districts.map((d) => [idOf(ids, d, each.row.code), each.row])))
    const { changed: joined, returned } = await writeMemberships(
      tx,
      now,
      part.flatMap((each) => membershipsOf(each, ids, zones, now)),
    )
    for (const { id } of joined) touched.add(id)
    noteReturned(part, (district, code) => idOf(ids, district, code), { returned, zones }, saved)
    for (const { id } of await replaceContacts(
      tx,
      part.flatMap((each) => contactsOf(each, ids)),
    ))
      touched.add(id)
    // Before posts are given: who takes over from somebody who leaves finds the post free.
    const mayLeave = ({ id }: { id: string }) =>
      !added.has(id) || byId.get(id)?.memberships.some((m) => m.to !== null || m.left)
    const changed = joined.filter(mayLeave).map((key) => ({ ...key, ...lineOf(byId.get(key.id)) }))
    await afterMemberships(tx, now, actor, changed, saved)
    const posts = Map.groupBy(
      await giveRoles(tx, now, actor, part, { ids, zones, returned }, options, saved),
      (post) => post.holder,
    )
    for (const id of posts.keys()) touched.add(id)
    const isOld = ({ district, code }: (typeof keys)[number]) => {
      const id = idOf(ids, district, code)
      return touched.has(id) && !added.has(id)
    }
    const after = await peopleThen(tx, now, keys.filter(isOld))
    for (const each of part) {
      const own = each.districts.map((district) => idOf(ids, district, each.row.code))
      const isNew = own[0] !== undefined && added.has(own[0])
      const isTouched = own.some((id) => touched.has(id))
      if (isNew) saved.added++
      else if (isTouched) saved.changed++
      else saved.same++
      if (isTouched) for (const district of each.districts) saved.districts.add(district)
      if (!isNew && !isTouched) continue
      const [district = ''] = each.districts
      const changes = each.districts.flatMap((of, i) => {
        const key = `${of} ${own[i]}`
        const given = posts.get(own[i] ?? '')?.map((post) => post.role) ?? []
        return [
          ...changesOf(before.get(key) ?? {}, after.get(key) ?? {}),
          ...given.map((role) => ({ field: 'role', old: null, new: role })),
        ]
      })
      const { line, name, code } = each.row
      tellOutcome(saved, isNew, { line, name, code, district, subject: own[0] ?? '', changes })
    }
    done += read.length
    onProgress(`people: ${done} of ${filed.length}`, done, filed.length)
  }
  // Counts of contacts, not contacts: a preview is shown to whoever runs it and kept in terminals.
  saved.sample = filed.slice(0, SAMPLE).map(({ row, districts }) => ({
    line: row.line,
    code: row.code,
    name: row.name,
    districts,
    units: row.memberships.map((m) => m.unit),
    contacts: row.contacts.length,
  }))
  return saved
}

/** A home far outside the county is noted; one much farther is a slip, and left out: nearest would be somebody else. */
function leaveFarHomes(part: readonly Filed[], boxes: ReadonlyMap<string, Box>, saved: Saved): void {
  for (const { row, districts } of part) {
    const box = boxes.get(districts[0] ?? '')
    if (row.home === null || !box) continue
    const km = kmOutside(box, [row.home])
    if (km <= HOME_KM.noted) continue
    const isLeft = km > HOME_KM.refused
    const hint = isSwapped(box, [row.home]) ? '; longitude and latitude may be swapped' : ''
    const details = { value: row.name, kept: districts[0] ?? '', km: Math.round(km), hint }
    saved.notes.push(problem(isLeft ? 'HOME_LEFT_OUT' : 'HOME_FAR', row.line, details))
    if (isLeft) row.home = null
  }
}

function lineOf(row: PersonRow | undefined): { line: number; name: string } {
  return { line: row?.line ?? 0, name: row?.name ?? '' }
}

/** Zones by district. */
type Zones = ReadonlyMap<string, string>

/** Ids by district and code. */
type Ids = Map<string, string>

function idOf(ids: Ids, district: string, code: string): string {
  return ids.get(`${district}\n${code}`) as string
}

/** The ids that people have or, if new, get: one a person, in whatever districts. */
async function idsOf(tx: Tx, now: Date, part: readonly Filed[]): Promise<Ids> {
  const wanted = part.flatMap(({ row, districts }) => districts.map((district) => ({ district, code: row.code })))
  const ids: Ids = new Map((await personIds(tx, wanted)).map((each) => [`${each.district}\n${each.code}`, each.id]))
  for (const { row, districts } of part) {
    const home = ids.get(`${districts[0]}\n${row.code}`) ?? newId(now)
    for (const district of districts) {
      const key = `${district}\n${row.code}`
      if (!ids.has(key)) ids.set(key, home)
    }
  }
  return ids
}

function rowsOf({ row, districts }: Filed, ids: Ids): PersonToWrite[] {
  return districts.map((district, i) => ({
    district,
    id: idOf(ids, district, row.code),
    code: row.code,
    name: row.name,
    skills: row.skills,
    home: row.home && { type: 'Point', coordinates: row.home },
    homeDistrict: i === 0 ? null : (districts[0] ?? null),
    sortKey: sortKeyOf(row.name),
  }))
}

function membershipsOf({ row, memberships }: Filed, ids: Ids, zones: Zones, now: Date): MembershipToWrite[] {
  return memberships.map(({ membership, unit, sentBy }) => ({
    district: unit.district,
    person: idOf(ids, unit.district, row.code),
    unit: unit.id,
    kind: membership.kind,
    said: membership.kindSaid,
    starts: startOf(membership.from, zones.get(unit.district)),
    ends: startOf(membership.to, zones.get(unit.district)) ?? (membership.left ? now.toISOString() : null),
    sentBy,
  }))
}

function contactsOf({ row, districts }: Filed, ids: Ids): ContactToWrite[] {
  return districts.flatMap((district) =>
    row.contacts.map(({ channel, address }, rank) => ({
      district,
      person: idOf(ids, district, row.code),
      channel,
      address,
      rank,
    })),
  )
}

/** Posts as duties for units. One that somebody else holds is noted: the person is taken all the same. */
async function giveRoles(
  tx: Tx,
  now: Date,
  actor: Actor,
  part: readonly Filed[],
  { ids, zones, returned }: { ids: Ids; zones: Zones; returned: readonly ReturnedMember[] },
  options: PeopleSaveOptions,
  saved: Saved,
): Promise<{ holder: string; role: string }[]> {
  const posts = part.flatMap((each) =>
    each.memberships.flatMap((m) => m.membership.roles.map((role) => ({ ...m, role, row: each.row }))),
  )
  if (posts.length === 0) return []
  const since = new Map(returned.map((each) => [`${each.id} ${each.unit}`, each.since]))
  const duties = posts.map(({ row, membership, unit, role }, n): DutyToWrite => {
    const sole = options.soleRoles.has(role)
    const holder = idOf(ids, unit.district, row.code)
    // Who comes back holds the post from then on, whenever they first had it.
    const from = startOf(membership.from, zones.get(unit.district))
    const back = since.get(`${holder} ${unit.id}`)
    const starts = back && from !== null && new Date(from) < back ? null : from
    const ends = startOf(membership.to, zones.get(unit.district))
    return {
      n,
      id: newId(now),
      district: unit.district,
      subjectKind: 'unit',
      subject: unit.id,
      role,
      sole,
      holderKind: 'person',
      holder,
      starts,
      ends,
    }
  })
  const changed: { holder: string; role: string }[] = []
  for (const [n, { outcome }] of await writeDuties(tx, now, actor, duties)) {
    const post = posts[n]
    if (outcome === 'added' || outcome === 'changed')
      changed.push({ holder: duties[n]?.holder ?? '', role: post?.role ?? '' })
    else if (post && outcome !== 'same') {
      const details = { column: 'role', value: post.role }
      saved.notes.push(problem(outcome === 'taken' ? 'TAKEN' : 'PAST', post.row.line, details))
    }
  }
  return changed
}
