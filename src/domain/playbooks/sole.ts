import type { Tx } from '../../db/connect.ts'
import type { SoleOf } from '../duties/actions.ts'
import { SECRETARY } from '../people/model.ts'
import type { Playbook } from './model.ts'
import { playbooks, playbooksInForce } from './store.ts'

/**
 * Whether one holder of a role answers alone at a place of this kind; null if none of these playbooks asks for the role
 * there. Where two disagree it is sole: whoever was told that they alone answer must not be given a second beside them.
 */
export function soleBy(known: readonly Playbook[], kind: string, role: string): boolean | null {
  const rules = known.flatMap((p) => p.rules.filter((r) => r.subject.kind === kind && r.role === role))
  return rules.length === 0 ? null : rules.some((r) => r.sole)
}

/**
 * The playbook in force at the place decides, as its campaign froze it; where none that is in force asks for the role, the
 * newest versions do. A role that no playbook knows may be shared, as in an import: posts that no emergency asks for (a
 * first secretary, a keeper of the gate) are held too, and a register that refused them would be kept elsewhere. Nobody is
 * told a falsehood by it: only a sole holder is told to answer alone. Of a unit, the secretary's is the one sole post.
 */
export const isSole: SoleOf = async (tx, lane, { district, subjectKind, subject, role }) => {
  if (subjectKind !== 'place') return subjectKind === 'unit' && role === SECRETARY
  const kind = await kindOf(tx, district, subject)
  return (await soleForKinds(tx, lane, district, role, [kind])).get(kind) ?? false
}

/** Roles that one holder has alone somewhere, for files that name roles but no kinds: a playbook's, and the secretary's. */
export async function soleRoles(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set([SECRETARY, ...(await playbooks(tx)).flatMap((p) => p.rules.filter((r) => r.sole).map((r) => r.role))])
}

/** The same for a role at places of these kinds, by kind: for many places at once. */
export async function soleForKinds(
  tx: Tx,
  lane: string,
  district: string,
  role: string,
  kinds: readonly string[],
): Promise<Map<string, boolean>> {
  const inForce = await playbooksInForce(tx, district, lane)
  const newest = await playbooks(tx)
  return new Map(kinds.map((kind) => [kind, soleBy(inForce, kind, role) ?? soleBy(newest, kind, role) ?? false]))
}

/** The kind of a place that is known to be there. */
async function kindOf(tx: Tx, district: string, place: string): Promise<string> {
  const [row] = await tx<{ kind: string }[]>`select kind from place where district = ${district} and id = ${place}`
  return row?.kind ?? ''
}
