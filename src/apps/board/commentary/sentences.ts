import type { z } from 'zod'
import type { CommentaryShape } from '../../client/live.ts'
import { useTerms } from '../ui/terms.ts'
import { nameIn } from '../words/format.ts'
import { sayCode, useWords, type WordKey } from '../words/words.ts'

export type ToldComment = z.output<typeof CommentaryShape>['comments'][number]

/** Says in a sentence what a comment tells. */
export function useSentences(): (comment: ToldComment) => string {
  const { say, lang } = useWords()
  const terms = useTerms()
  const duties = (count: number | null) => say('next.plan.duties', { count: count ?? 0 })
  const people = (count: number | null) => say('n.people', { count: count ?? 0 })
  const asked = (c: ToldComment) => {
    const parts = c.asked.map(({ kind, n }) => say('comment.part', { count: n, kind: terms.slug(kind) }))
    return parts.length > 0 ? say('comment.asked', { list: parts.join(say('text.and')) }) : ''
  }
  return (c) => {
    const playbook = c.playbook ? terms.playbook(c.playbook) : ''
    const level = c.level ? terms.level(c.level) : ''
    const hazard = c.hazard ? sayCode(say, 'hazard', c.hazard) : say('hazards.unsaid')
    switch (c.kind) {
      case 'warning':
        return say('comment.warning', { name: c.says[lang] ?? Object.values(c.says)[0] ?? playbook })
      case 'campaign':
      case 'level':
        return say(`comment.${c.kind}`, { playbook, level, asked: asked(c) }).trim()
      case 'ill': {
        const list = c.asked.map(({ kind, n }) => say('comment.places', { n, kind: terms.slug(kind) }))
        return say('comment.ill', { area: c.area ? nameIn(lang, c.area) : '', list: list.join(say('text.and')) })
      }
      case 'plan': {
        const left = c.left ? say('comment.plan.left', { n: c.left }) : ''
        const made = say('comment.plan', { duties: duties(c.n), people: people(c.people), left })
        return c.waits ? `${made} ${say('comment.plan.waits')}` : made
      }
      case 'given':
      case 'accepted':
        return say(`comment.${c.kind}`, { duties: duties(c.n) })
      case 'callout':
        return say('comment.callout', { people: people(c.n) })
      default:
        return say(`comment.${c.kind}`, { playbook, hazard })
    }
  }
}

/** Where a comment leads, and in which words; null: nowhere. */
export interface CommentLink {
  says: WordKey
  /** The subject of whose page it is; an area is looked at on the picture. */
  kind: 'warning' | 'campaign' | 'proposal' | 'callout' | 'record' | 'area'
  id: string
}

export function leadingOf(c: ToldComment): CommentLink | null {
  if (c.kind === 'ill') return c.area && { says: 'comment.see.ill', kind: 'area', id: c.area.code }
  const [says, kind] = LEADS[c.kind] ?? []
  return says && kind && c.id ? { says, kind, id: c.id } : null
}

const PLAN = ['comment.see.plan', 'proposal'] as const
const CAMPAIGN = ['comment.see.campaign', 'campaign'] as const
const HAZARD = ['comment.see.hazard', 'record'] as const
const LEADS: Partial<Record<ToldComment['kind'], readonly [WordKey, CommentLink['kind']]>> = {
  warning: ['comment.see.warning', 'warning'],
  campaign: CAMPAIGN,
  level: CAMPAIGN,
  end: CAMPAIGN,
  given: PLAN,
  plan: PLAN,
  accepted: PLAN,
  refused: PLAN,
  callout: ['comment.see.callout', 'callout'],
  hazard: HAZARD,
  treating: HAZARD,
  treated: HAZARD,
  confirmed: HAZARD,
  mistaken: HAZARD,
}

/** Of what the clock stands for: the comment that tells of it, the newest. */
export function askingComment(waits: string, comments: readonly ToldComment[]): ToldComment | null {
  const tells: Record<string, (c: ToldComment) => boolean> = {
    plan: (c) => c.kind === 'plan' && c.waits,
    gap: (c) => c.kind === 'ill',
    hazard: (c) => c.kind === 'hazard',
    confirm: (c) => c.kind === 'treated',
  }
  return comments.findLast((c) => tells[waits]?.(c) ?? false) ?? null
}
