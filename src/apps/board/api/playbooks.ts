import { queryOptions, useQuery } from '@tanstack/react-query'
import { PlaybookPage, PlaybookShape } from '../../client/playbooks.ts'
import { useWords } from '../words/words.ts'
import { get } from './request.ts'

/** The playbooks that are loaded, with what of a lane is under each: a handful, so that there is no second page to ask for. */
export function usePlaybooks(lane = 'actual') {
  return useQuery({
    queryKey: ['playbooks', 'list', lane],
    queryFn: ({ signal }) => get(PlaybookPage, '/playbooks', { lane, limit: 100 }, signal),
    staleTime: 600_000,
    meta: { topics: ['register'] },
  })
}

/** One playbook, of its newest version or of another. */
export function usePlaybook(id: string, version?: number) {
  return useQuery({
    queryKey: ['playbooks', id, version ?? null],
    queryFn: ({ signal }) => get(PlaybookShape, `/playbooks/${encodeURIComponent(id)}`, { version }, signal),
    staleTime: 600_000,
  })
}

/** What a playbook calls itself, its rules, roles, kinds and records, in the reader's language. */
export interface PlaybookWords {
  name(playbook: string): string
  /** The title of a rule. */
  rule(playbook: string, rule: string): string
  /** What a slug in it is called; the slug in plain words where no playbook names it. */
  word(slug: string): string
}

/** The playbooks with all that is in them: read once for the words of every screen. */
export const wholePlaybooks = queryOptions({
  queryKey: ['playbooks', 'words'],
  queryFn: async ({ signal }) => {
    const { items } = await get(PlaybookPage, '/playbooks', { limit: 100 }, signal)
    return Promise.all(items.map((p) => get(PlaybookShape, `/playbooks/${encodeURIComponent(p.id)}`, {}, signal)))
  },
  staleTime: 600_000,
  meta: { topics: ['register'] },
})

/** The roles that playbooks ask for at places of these kinds; where they ask for none there, all that they know. */
export function useRoles(kinds: readonly string[]): string[] {
  const rules = (useQuery(wholePlaybooks).data ?? []).flatMap((p) => p.rules)
  const there = rules.filter((rule) => kinds.includes(rule.kind))
  return [...new Set((there.length > 0 ? there : rules).map((rule) => rule.role))]
}

/** The words that the playbooks bring: every room says roles and rules with them. */
export function usePlaybookWords(): PlaybookWords {
  const { lang } = useWords()
  const { data } = useQuery(wholePlaybooks)
  const known = data ?? []
  const plain = (slug: string) => slug.replaceAll('-', ' ')
  return {
    name: (id) => known.find((p) => p.id === id)?.title[lang] ?? plain(id),
    rule: (id, rule) => known.find((p) => p.id === id)?.rules.find((r) => r.id === rule)?.title[lang] ?? plain(rule),
    word(slug) {
      for (const { rules } of known) for (const { words } of rules) if (words[slug]) return words[slug][lang]
      return plain(slug)
    },
  }
}
