import { MusterError } from '../../base/errors.ts'
import type { Count, Playbook, RuleInForce, Severity } from './model.ts'

/**
 * The rules that hold at `level`, in the playbook's order, each with the count that stands there: a rule holds from its
 * own level upward. Throws PLAYBOOK_LEVEL for a level that the playbook does not have.
 */
export function rulesAt(playbook: Playbook, level: string): RuleInForce[] {
  if (!playbook.levels.some((l) => l.id === level)) throw unknownLevel(playbook, level)
  return playbook.rules.flatMap((rule) => {
    const count = rule.count.find((c) => c.level === level)
    return count ? [{ rule, count: { n: count.n, perM: count.perM, atLeast: count.atLeast } }] : []
  })
}

/** A line is warned within so many metres of a warned area where its playbook does not say otherwise. */
const NEAR_M = 50

/**
 * How near to a warned area a line is warned: a dam is drawn along the edge of the area that it protects, and of its
 * sections drawn a little outside up to a third would be nobody's. One value for a playbook, since a zone has one margin.
 */
export function nearOf(playbook: Playbook): number {
  return playbook.rules.find((rule) => rule.subject.nearM !== undefined)?.subject.nearM ?? NEAR_M
}

/** The level that a CAP severity means; the lowest for Unknown, because a warning that says too little still warns. */
export function levelOf(playbook: Playbook, severity: Severity): string {
  const level = playbook.levels.find((l) => l.severities.includes(severity)) ?? playbook.levels[0]
  if (!level) throw unknownLevel(playbook, severity)
  return level.id
}

/** The levels of a playbook among these, lowest first; none where it is not there. */
export function levelsOf(playbooks: readonly Playbook[], id: string): string[] {
  return playbooks.find((p) => p.id === id)?.levels.map((level) => level.id) ?? []
}

/**
 * Holders needed on a subject `lengthM` metres long, rounded up: half a patrol is a patrol. A subject without a length,
 * or with none worth the name, needs `atLeast`.
 */
export function needed(count: Count, lengthM: number | null): number {
  if (count.perM === null) return Math.max(count.atLeast, count.n)
  const length = lengthM !== null && lengthM > 0 ? lengthM : 0
  // A section cut at 500 m measures 500.0000001 m on the globe: a millionth of a holder must not become a whole one.
  return Math.max(count.atLeast, Math.ceil((count.n * length) / count.perM - 1e-6))
}

function unknownLevel(playbook: Playbook, level: string): MusterError {
  return new MusterError('PLAYBOOK_LEVEL', {
    playbook: playbook.id,
    level,
    levels: playbook.levels.map((l) => l.id).join(', '),
  })
}
