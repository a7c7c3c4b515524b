import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { rolesAsked } from '../playbooks/roles.ts'
import type { ImportAnswers } from './answers.ts'
import { meantByName, type Namesake, namesakes } from './by-name.ts'
import { changesOf } from './changes.ts'
import { type MatchedRole, matchRole, POSTS } from './match-role.ts'
import type { DutyRow } from './model.ts'
import { type Meant, only } from './only.ts'
import { problem } from './reasons.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { type DutyToWrite, peopleCoded, placesCoded } from './store-duties.ts'
import { unitsNamed } from './store-units.ts'
import { type DutySpan, writeDuties } from './write-duties.ts'

export interface DutyOptions {
  /** The district whose codes the file uses; without it a code has to be one district's alone. */
  district?: string | undefined
  /** Roles that one holder has alone: what the playbooks in force say of them. */
  soleRoles: ReadonlySet<string>
  /** What was decided of holders of whose name there are several. */
  answers?: ImportAnswers | undefined
}

/** Writes duties. A holder is looked for in the subject's own district: whoever comes from elsewhere is seconded first. */
export async function saveDuties(
  tx: Tx,
  now: Date,
  actor: Actor,
  duties: readonly DutyRow[],
  options: DutyOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const roleOf = await rolesMeant(tx)
  let done = 0
  for (const part of inParts(duties.map((row) => ({ ...row, role: roleOf(row, saved) })))) {
    const meant = await lookUp(tx, now, part, options.district)
    const resolved = part.flatMap((row, n) => resolve(now, row, n, meant, options, saved) ?? [])
    const byN = new Map(resolved.map((duty) => [duty.n, duty]))
    for (const [n, { outcome, id, was }] of await writeDuties(tx, now, actor, resolved)) {
      const row = part[n] as DutyRow
      if (outcome === 'taken') refuse(saved, 'TAKEN', row.line, { column: 'role', value: row.role })
      else if (outcome === 'own')
        refuse(saved, 'OWN_OVERLAPS', row.line, { column: 'role', value: row.role, kept: tellSpan(was) })
      else if (outcome === 'past') refuse(saved, 'PAST', row.line, { column: 'to', value: row.to?.toISOString() ?? '' })
      else saved[outcome]++
      if (outcome === 'added' || outcome === 'changed') {
        const name = `${row.subject} · ${row.role} · ${row.holder}`
        const changes = changesOf(spanOf(was), spanOf({ starts: row.from, ends: row.to }))
        const district = byN.get(n)?.district ?? ''
        tellOutcome(saved, outcome === 'added', {
          line: row.line,
          name,
          code: row.subject,
          district,
          subject: id,
          changes,
        })
      }
    }
    for (const { district } of resolved) saved.districts.add(district)
    for (const { id, ...shown } of resolved.slice(0, SAMPLE - saved.sample.length)) saved.sample.push(shown)
    done += part.length
    onProgress(`duties: ${done} of ${duties.length}`, done, duties.length)
  }
  return saved
}

/**
 * The role that a row means, as the playbooks call it (a post, of a unit). One that no playbook asks for is kept as it is written, for
 * there are posts that no emergency asks for, and noted; where there is no playbook, nothing can be said of it.
 */
async function rolesMeant(tx: Tx): Promise<(row: DutyRow, saved: Saved) => string> {
  const asked = await rolesAsked(tx)
  const matched = new Map<string, MatchedRole>()
  return ({ line, subjectKind, role: value }, saved) => {
    if (subjectKind === 'unit') return matchRole(value, POSTS).role
    const match = matched.get(value) ?? matchRole(value, asked)
    matched.set(value, match)
    if (match.known || asked.length === 0) return match.role
    const [code, kept] = match.near ? (['ROLE_UNASKED_NEAR', match.near] as const) : (['ROLE_UNASKED', ''] as const)
    saved.notes.push(problem(code, line, { column: 'role', value, kept }))
    return match.role
  }
}

const spanOf = (span: DutySpan | null) => ({
  from: span?.starts.toISOString() ?? null,
  to: span?.ends?.toISOString() ?? null,
})

const tellSpan = (span: DutySpan | null) => `${spanOf(span).from ?? ''}/${spanOf(span).to ?? ''}`

type Lookup = Map<string, Meant[]>
type Lookups = { places: Lookup; units: Lookup; people: Lookup; named: Map<string, Namesake[]> }

async function lookUp(tx: Tx, now: Date, part: readonly DutyRow[], district: string | undefined): Promise<Lookups> {
  const codes = (rows: readonly DutyRow[], field: 'subject' | 'holder') => [...new Set(rows.map((row) => row[field]))]
  const byCode = (found: Meant[]) => Map.groupBy(found, (each) => each.code)
  const placed = part.filter((row) => row.subjectKind === 'place')
  const held = part.filter((row) => row.holderKind !== 'unit')
  const unitWords = [
    ...codes(
      part.filter((row) => row.subjectKind === 'unit'),
      'subject',
    ),
    ...codes(part, 'holder'),
  ]
  const people = byCode(await peopleCoded(tx, codes(held, 'holder'), district))
  const units = byCode(await unitsNamed(tx, unitWords))
  const names = codes(held, 'holder').filter((word) => !people.has(word) && !units.has(word))
  return {
    places: byCode(await placesCoded(tx, codes(placed, 'subject'), district)),
    people,
    units,
    named: await namesakes(tx, now, names, district),
  }
}

/** Null when the row is refused: its subject or holder is not known, or could be several. */
function resolve(
  now: Date,
  row: DutyRow,
  n: number,
  { places, units, people, named }: Lookups,
  options: DutyOptions,
  saved: Saved,
): DutyToWrite | null {
  const meant = (column: 'subject' | 'holder', found: Meant[] | undefined, district: string | undefined) => {
    const there = district === undefined ? found : found?.filter((each) => each.district === district)
    return only(saved, { line: row.line, column, value: row[column] }, there)
  }
  const subjects = row.subjectKind === 'place' ? places : units
  const subject = meant('subject', subjects.get(row.subject), options.district)
  if (!subject) return null
  const { district } = subject
  const where = { line: row.line, column: 'holder', value: row.holder }
  const near = named.get(row.holder)?.filter((each) => each.district === district)
  const byName = meantByName(saved, options.answers ?? {}, where, near)
  if (byName === null) return null
  const isThere = byName !== undefined || people.get(row.holder)?.some((each) => each.district === district) === true
  const holderKind = row.holderKind !== 'unit' && (isThere || row.holderKind === 'person') ? 'person' : 'unit'
  const holder = byName ?? meant('holder', (holderKind === 'person' ? people : units).get(row.holder), district)
  if (!holder) return null
  return {
    n,
    id: newId(now),
    district,
    subjectKind: row.subjectKind,
    subject: subject.id,
    role: row.role,
    sole: options.soleRoles.has(row.role),
    holderKind,
    holder: holder.id,
    starts: row.from.toISOString(),
    ends: row.to?.toISOString() ?? null,
  }
}
