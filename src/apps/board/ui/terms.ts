import { usePlaybooks, usePlaybookWords } from '../api/playbooks.ts'
import { nameIn } from '../words/format.ts'
import { hasWord, sayCode, useWords } from '../words/words.ts'

/** How what the data holds as codes is said: by the playbooks where they name it, else by words of our own. */
export interface Terms {
  /** A role, a kind of place or record, a skill. */
  slug(slug: string): string
  rule(rule: string, playbook?: string): string
  level(level: string): string
  playbook(id: string): string
  /** A state, as the rows of `list` mean it: an open plan waits, an open campaign is in force. */
  state(state: string, list?: string): string
}

export function useTerms(): Terms {
  const { say, lang } = useWords()
  const words = usePlaybookWords()
  const items = usePlaybooks().data?.items ?? []
  const plain = (slug: string) => slug.replaceAll('-', ' ')
  return {
    slug(slug) {
      const word = words.word(slug)
      return word === plain(slug) ? sayCode(say, 'slug', slug) : word
    },
    rule(rule, playbook) {
      const among = playbook === undefined ? items.map((p) => p.id) : [playbook]
      return among.map((id) => words.rule(id, rule)).find((title) => title !== plain(rule)) ?? plain(rule)
    },
    level: (level) => items.flatMap((p) => p.levels).find((l) => l.id === level)?.title[lang] ?? level,
    playbook: words.name,
    state(state, list) {
      const own = `code.${list?.replace(/s$/, '') ?? ''}`
      return sayCode(say, hasWord(own, state) ? own : 'code', state)
    },
  }
}

interface Pointed {
  kind?: string
  name: string
  names?: Record<string, string> | undefined
}

/** What something that is pointed to is called in the reader's language. */
export function useName(): (of: Pointed) => string {
  const { say, lang } = useWords()
  const terms = useTerms()
  return (of) => {
    if (of.kind === 'record') return say('did.reported', { kind: terms.slug(of.name) })
    // A call-out is called by what it was made for: the ids of a playbook and a level.
    const [playbook, level] = of.name.split(' ')
    if (of.kind === 'callout' && playbook && level)
      return say('text.in-force', { playbook: terms.playbook(playbook), level: terms.level(level) })
    return nameIn(lang, of)
  }
}
