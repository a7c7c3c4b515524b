import type { Count, Playbook, Rule } from './model.ts'
import { type Note, notesIn } from './notes.ts'
import { sentence } from './sentence.ts'

/** A rule as people read it: what it says at each level of its playbook, in both languages, and what stands behind it. */
export type ToldRule = Omit<Rule, 'subject' | 'count'> & {
  kind: string
  notes: Note[]
  sentences: { level: string; holds: boolean; count: Count | null; en: string; zh: string }[]
}

/** A playbook as people read it. `text` null: the file is not known. */
export type ToldPlaybook = Omit<Playbook, 'rules' | 'hash'> & {
  rules: ToldRule[]
  sources: string[]
  text: string | null
}

export function tellPlaybook({ hash: _, ...playbook }: Playbook, text: string | null): ToldPlaybook {
  const notes = text === null ? null : notesIn(text)
  return {
    ...playbook,
    rules: playbook.rules.map(({ subject, count, ...rule }) => ({
      ...rule,
      kind: subject.kind,
      notes: notes?.rules.get(rule.id) ?? [],
      sentences: playbook.levels.map(({ id: level }) => {
        const there = count.find((c) => c.level === level)
        const whole = { ...rule, subject, count }
        return {
          level,
          holds: there !== undefined,
          count: there ? { n: there.n, perM: there.perM, atLeast: there.atLeast } : null,
          en: sentence(whole, level, 'en'),
          zh: sentence(whole, level, 'zh'),
        }
      }),
    })),
    sources: notes?.top ?? [],
    text,
  }
}
