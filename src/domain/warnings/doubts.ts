import { answers } from '../playbooks/answers.ts'
import type { Playbook } from '../playbooks/model.ts'
import { isOver, type Warning, type WarningInfo } from './model.ts'
import { turnOf } from './turning-words.ts'

/**
 * Why it is not clear what a message means: it has no info; no playbook answers its events; only a headline speaks of what one
 * answers; its words say that it is lifted or not expected, or that it is a test; it expires before it was sent; it touches no area.
 */
export const DOUBTS = ['no-info', 'no-playbook', 'asked', 'lifted', 'test', 'stale', 'nowhere'] as const
export type WarningDoubt = (typeof DOUBTS)[number]

/** Doubts of which a yes puts the message in force; the others have nothing that could be. */
export const ANSWERABLE: ReadonlySet<string> = new Set([
  'no-playbook',
  'asked',
  'lifted',
  'test',
  'stale',
] satisfies WarningDoubt[])

type Said = Pick<Warning, 'status' | 'msgType' | 'infos' | 'clear'>

/** What is in doubt of a message by what it says; `nowhere` is told by the register alone. A Cancel is always clear. */
export function doubtOf(warning: Said, books: readonly Playbook[]): Exclude<WarningDoubt, 'nowhere'> | null {
  if (warning.msgType === 'Cancel') return null
  if (warning.infos.length === 0) return 'no-info'
  const doubts = warning.infos.map((info) => infoDoubt(warning, info))
  if (warning.clear) return doubts.includes('test') ? 'test' : null
  const told = warning.infos.flatMap((info, n): (Exclude<WarningDoubt, 'nowhere'> | null)[] => {
    if (isOver(info)) return []
    const by = books.map((book) => answers(book, info))
    const answered = by.includes('event') ? 'event' : by.includes('headline') ? 'headline' : null
    return answered === null ? [] : [doubts[n] ?? (answered === 'headline' ? 'asked' : null)]
  })
  if (told.length === 0) return 'no-playbook'
  return told.includes(null) ? null : (told.find((doubt) => doubt !== null) ?? null)
}

/**
 * What is in doubt of one info, whichever playbook answers it. What its words say in one language holds for the same area in the
 * others: translators often leave out what turns the meaning round.
 */
export function infoDoubt(
  warning: Pick<Warning, 'status' | 'infos'>,
  info: WarningInfo,
): 'lifted' | 'test' | 'stale' | null {
  const told = warning.infos.filter((other) => other === info || (!isOver(other) && isTranslation(other, info)))
  const turns = told.map(turnOf)
  // A drill says so in its status, and may in its words.
  if (turns.includes('test') && warning.status === 'Actual') return 'test'
  if (turns.includes('lifted')) return 'lifted'
  return info.stale ? 'stale' : null
}

function isTranslation(a: WarningInfo, b: WarningInfo): boolean {
  return a.language !== b.language && a.severity === b.severity && a.areas.some((area) => b.areas.includes(area))
}
