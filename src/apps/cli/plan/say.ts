import type { Left, Proof, ProposalLine } from '../../../domain/gaps/proposals.ts'
import { showMoment } from '../moment.ts'
import type { Names } from '../names.ts'
import { table } from '../table.ts'
import type { Where } from './find.ts'

/** A line as it is listed; `duty` once it is on offer. */
export type ToldLine = ProposalLine & { place: string; person: string; duty?: string }

/** A plan as it is told: unseen by anybody, on offer, or its duties given. */
export interface ToldPlan extends Where {
  lane: string
  proposal: string | null
  state: 'unseen' | 'open' | 'accepted'
  lines: readonly ToldLine[]
  left: readonly Left[]
  proofs: readonly Proof[]
  given?: number
  overtaken?: number
}

export const REASONS: Readonly<Record<string, string>> = {
  'nobody-qualified': 'nobody is of the kind and skill that is asked for',
  'nobody-within-reach': 'nobody who may lives near enough',
  'not-planned': 'it was stopped before it came to it',
  'no-capacity-left': 'whoever may and lives near is away or has as many as is allowed',
}

export function sayPlan(plan: ToldPlan, names: Names, limit: number): string {
  const { playbook, level, area, lines, left, proposal } = plan
  const where = `${area}${plan.lane === 'actual' ? '' : ` in ${plan.lane}`}`
  const people = new Set(lines.map((l) => l.holder)).size
  const open = left.reduce((sum, l) => sum + l.n, 0)
  const parts = [
    `${names.playbook(playbook)} at level ${level}, ${where}: ${lines.length} duties for ${people} people; ${open} stay open.`,
    rulesOf(plan, names),
  ]
  if (left.length > 0) {
    const rows = left.map((l) => [names.rule(playbook, l.rule), String(l.n), REASONS[l.reason] ?? l.reason])
    parts.push(`Left open:\n${table(['rule', { header: 'n', right: true }, 'why'], rows)}`)
  }
  for (const { rule, metres, bound } of plan.proofs) {
    const least =
      bound === null ? 'what every plan costs at least is not known' : `every plan costs at least ${bound} m`
    parts.push(`${names.rule(playbook, rule)}: ${metres} m with all prices; ${least}.`)
  }
  if (lines.length > 0 && limit > 0) {
    const shown = lines.slice(0, limit)
    const more = lines.length > limit ? ` (${limit} of ${lines.length}; --lines lists more)` : ''
    parts.push(`Lines${more}:\n${linesOf(shown, names)}`)
  }
  return [...parts, closing(plan, proposal)].filter((part) => part !== '').join('\n\n')
}

function closing({ state, lines, given = 0, overtaken = 0 }: ToldPlan, proposal: string | null): string {
  if (state === 'accepted') {
    const late = overtaken > 0 ? `, ${overtaken} not, since somebody was quicker` : ''
    return `${given} duties are given${late}. Their people are called by the engine, when it runs: muster start.`
  }
  if (state === 'open') {
    return `On offer as ${proposal}.\nmuster plan accept ${proposal} gives its duties; muster plan why ${proposal} --line DUTY explains one.`
  }
  return lines.length === 0 ? '' : 'Nobody was offered it; --propose does, --accept gives it at once.'
}

function rulesOf({ lines, left, playbook }: ToldPlan, names: Names): string {
  const rules = [...new Set([...lines, ...left].map((l) => l.rule))]
  const rows = rules.map((rule) => {
    const own = lines.filter((l) => l.rule === rule)
    const metres = own.reduce((sum, l) => sum + l.distanceM, 0)
    const open = left.filter((l) => l.rule === rule).reduce((sum, l) => sum + l.n, 0)
    const figures = [own.length, new Set(own.map((l) => l.holder)).size, Math.round(metres), open]
    return [names.rule(playbook, rule), ...figures.map(String)]
  })
  const figures = ['duties', 'people', 'metres', 'left open'].map((header) => ({ header, right: true as const }))
  return table(['rule', ...figures], rows)
}

function linesOf(lines: readonly ToldLine[], names: Names): string {
  const rows = lines.map((l) => [
    l.place,
    names.slug(l.role),
    l.person,
    String(Math.round(l.distanceM)),
    showMoment(l.starts),
    showMoment(l.ends, 'until ended'),
    ...(l.duty ? [l.duty] : []),
  ])
  const duty = lines[0]?.duty ? ['duty'] : []
  return table(['place', 'role', 'who', { header: 'metres', right: true }, 'from', 'to', ...duty], rows)
}
