import { createHash } from 'node:crypto'
import { HOUR } from '../../base/clock.ts'
import type { RuleRow, RuleWindow, Wanted } from '../../domain/gaps/reconcile.ts'
import type { Playbook } from '../../domain/playbooks/model.ts'
import { rulesAt } from '../../domain/playbooks/rules-at.ts'
import { shiftsBetween } from '../../domain/playbooks/shifts.ts'
import type { Zone } from '../../domain/playbooks/store.ts'

/** How far ahead shifts are required, so that people can be found before they begin. */
const AHEAD_MS = 16 * HOUR

/** What a campaign is to require now. */
export interface Goal {
  level: string
  /** No zone is in force any more. */
  over: boolean
  wanted: Wanted
  /** What a round is for: other zones, another level or another shift make another key. */
  key: string
  /** When the next shift comes into sight. */
  next: Date | null
}

/** What a playbook asks for in zones that are in force; `clocks`: the district's zone. */
export function goalOf(playbook: Playbook, zones: readonly Zone[], now: Date, clocks: string): Goal {
  const levels = playbook.levels.map((l) => l.id)
  const rankOf = (zone: Zone) => levels.indexOf(zone.level)
  const top = Math.max(0, ...zones.map(rankOf))
  const level = levels[top] ?? ''
  const over = zones.length === 0
  const { windows, next } = windowsOf(playbook, level, now, clocks)
  const shifts = windows.flatMap(({ rule, starts, ends }) => (ends ? [[rule, starts, ends]] : []))
  const inputs = JSON.stringify([playbook.version, zones.map((z) => [z.id, z.level]), shifts])
  return {
    level,
    over,
    wanted: { levels, rules: over ? [] : rulesOf(playbook), windows: over ? [] : windows },
    key: createHash('sha256').update(inputs).digest('base64url'),
    next,
  }
}

/** Every rule at every level, since places in one campaign may lie in zones of different levels. */
function rulesOf(playbook: Playbook): RuleRow[] {
  return playbook.levels.flatMap((level, rank) =>
    rulesAt(playbook, level.id).map(({ rule, count }) => ({
      rank,
      rule: rule.id,
      kind: rule.subject.kind,
      role: rule.role,
      risk: rule.risk,
      n: count.n,
      perM: count.perM,
      atLeast: count.atLeast,
      evidence: rule.evidence?.record ?? null,
      everyS: rule.evidence?.everyMs ? rule.evidence.everyMs / 1000 : null,
      withinS: rule.evidence?.withinMs ? rule.evidence.withinMs / 1000 : null,
    })),
  )
}

/** The windows that rules must be held in, and when the next shift comes into sight. */
function windowsOf(
  playbook: Playbook,
  level: string,
  now: Date,
  clocks: string,
): { windows: RuleWindow[]; next: Date | null } {
  const windows: RuleWindow[] = []
  let next: Date | null = null
  for (const { rule } of rulesAt(playbook, level)) {
    if (!rule.shift) {
      windows.push({ rule: rule.id, starts: now, ends: null })
      continue
    }
    const shifts = shiftsBetween(rule.shift, now, new Date(now.getTime() + AHEAD_MS), clocks)
    windows.push(...shifts.map((s) => ({ rule: rule.id, ...s })))
    const last = shifts.at(-1)
    const at = last && new Date(last.ends.getTime() - AHEAD_MS + 1)
    if (at && (!next || at < next)) next = at
  }
  return { windows, next }
}
