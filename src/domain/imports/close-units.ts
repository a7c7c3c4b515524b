import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { moveCoverage } from '../gaps/move-coverage.ts'
import { endHeldBy } from './ending-duties.ts'
import { afterMemberships } from './leavers.ts'
import { problem } from './reasons.ts'
import type { Saved } from './saved.ts'
import {
  type Closing,
  countedUnits,
  endPostsAt,
  giveOn,
  hangElsewhere,
  joinHeirs,
  leaveClosing,
  type Orphan,
  orphansOf,
  parentsOf,
} from './store-closing.ts'
import type { Hung } from './store-units.ts'

/**
 * What hangs on units that are dissolved, in the transaction that dissolves them. Their members are the successor's, as are posts
 * at them, as far as the successor has nobody in them, what they answer for, and the units below; a unit itself stays in the tree
 * below its successor, so that what is still asked of its area is counted there. Without a successor memberships and duties end,
 * the places are gaps, and the units below hang on what stood above. Each row says how many. Returns the units that changed.
 */
export async function closeUnits(
  tx: Tx,
  now: Date,
  actor: Actor,
  closing: readonly Closing[],
  saved: Saved,
): Promise<Set<string>> {
  const changed = new Set<string>()
  for (const [district, units] of Map.groupBy(closing, (unit) => unit.district)) {
    const byId = new Map(units.map((unit) => [unit.id, unit]))
    const members = await leaveClosing(tx, district, units)
    await joinHeirs(tx, district, members, byId)
    const posts = await endPostsAt(tx, now, district, units)
    const held = await endHeldBy(
      tx,
      now,
      units.map(({ id, at }) => ({ district, holder: id, at })),
      'dissolved',
    )
    const ended = [...posts, ...held]
    const given = await giveOn(tx, now, actor, ended, byId)
    const orphans = await rehang(tx, now, district, units)
    const people = members.map(({ person, unit }) => ({ district, id: person, ...lineOf(byId.get(unit)) }))
    // Counts are the import's; of the single people the unit's own row tells how many.
    const left = await afterMemberships(tx, now, actor, people, { ...saved, notes: [] }, ended)
    saved.ends.duties -= given.size
    const unitOf = new Map(members.map((member) => [member.person, member.unit]))
    for (const unit of units) {
      const n = {
        people: members.filter((member) => member.unit === unit.id).length,
        posts:
          posts.filter((d) => d.subject === unit.id).length +
          held.filter((d) => d.holder === unit.id).length +
          left.filter((d) => unitOf.get(d.holder) === unit.id).length,
        units: orphans.filter((orphan) => orphan.parent === unit.id).length,
      }
      if (n.people + n.posts + n.units === 0) continue
      changed.add(unit.id)
      const details = { value: unit.code, at: unit.last, ...n, kept: unit.kept }
      saved.notes.push(problem(unit.successor === null ? 'CLOSES_BARE' : 'CLOSES', unit.line, details))
    }
  }
  return changed
}

function lineOf(unit: Closing | undefined): { line: number; name: string } {
  return { line: unit?.line ?? 0, name: unit?.code ?? '' }
}

/** Units below go to the successor, or to what stood above; what is dissolved goes below its successor. */
async function rehang(tx: Tx, now: Date, district: string, units: readonly Closing[]): Promise<Orphan[]> {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const parents = await parentsOf(tx, now, district, [...byId.keys()])
  const orphans = await orphansOf(tx, district, units)
  // Above a unit that is dissolved with it stands who is left, or nobody.
  const above = (id: string): { district: string; id: string } | null => {
    const parent = parents.get(id) ?? null
    const also = parent && byId.get(parent.id)
    if (!also) return parent
    return also.successor === null ? above(also.id) : { district, id: also.successor }
  }
  const moves = orphans.flatMap((orphan) => {
    const from = byId.get(orphan.parent) as Closing
    const isHeir = orphan.unit === from.successor
    const to = from.successor !== null && !isHeir ? { district, id: from.successor } : above(from.id)
    return byId.has(orphan.unit) || !to || to.id === orphan.unit
      ? []
      : [{ district, unit: orphan.unit, to, at: from.at }]
  })
  const closed = units.flatMap(({ id, successor, at }) =>
    successor === null || parents.get(id)?.id === successor
      ? []
      : [{ district, unit: id, to: { district, id: successor }, at }],
  )
  const hung = await hangElsewhere(tx, district, [...moves, ...closed])
  await carryCounts(
    tx,
    now,
    hung.filter((move) => [...moves, ...closed].some((each) => each.unit === move.unit && each.at <= now)),
  )
  return orphans
}

/** What is counted at units that moved is counted above them elsewhere from now on. Few have anything to be counted. */
export async function carryCounts(tx: Tx, now: Date, hung: readonly Hung[]): Promise<void> {
  for (const [district, moved] of Map.groupBy(hung, (move) => move.district)) {
    const counted = await countedUnits(
      tx,
      district,
      moved.map((move) => move.unit),
    )
    for (const { unit, from, to } of moved) {
      if (counted.has(unit)) await moveCoverage(tx, now, { district, id: unit }, from, to)
    }
  }
}
