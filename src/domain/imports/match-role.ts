import type { KnownRole } from '../playbooks/roles.ts'
import { fold } from './clean.ts'
import { ROLES } from './people-words.ts'
import { withinEdits } from './resemble.ts'

/** What a word in a list of duties is taken for. */
export interface MatchedRole {
  role: string
  /** Whether anything asks for it. */
  known: boolean
  /** Of one that nothing asks for, the role that is spelt most like it, with its titles. */
  near: string | null
}

/** Edits by which a word may differ from the one that was meant. */
const EDITS = 2

/**
 * The role that is meant: by its code or its title in either language, whatever the case. A word that is like one of them is not
 * taken for it, only told. `roles`: what is asked for at such a subject.
 */
export function matchRole(written: string, roles: readonly KnownRole[]): MatchedRole {
  if (roles.some((r) => r.role === written)) return { role: written, known: true, near: null }
  const as = foldRole(written)
  const meant = roles.filter((r) => wordsOf(r).includes(as))
  const [only] = meant
  if (only && meant.length === 1) return { role: only.role, known: true, near: null }
  const near = meant.length > 1 ? meant : nearest(as, roles)
  return { role: written, known: false, near: near.map(tell).join(', ') || null }
}

/** The posts of a unit that are known by more words than one. */
export const POSTS: readonly KnownRole[] = [...new Set(ROLES.values())].map((role) => ({
  role,
  titles: [...ROLES].flatMap(([word, is]) => (is === role ? [word] : [])),
}))

const wordsOf = ({ role, titles }: KnownRole) => [role, ...titles].map(foldRole)

/** Chinese words are spaced out to fill a cell. */
const foldRole = (word: string) => fold(word).replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')

const tell = ({ role, titles }: KnownRole) => (titles.length > 0 ? `${role} (${titles.join(', ')})` : role)

/** Those spelt most alike; of short words one letter is half of them. */
function nearest(as: string, roles: readonly KnownRole[]): KnownRole[] {
  for (let edits = 1; edits <= EDITS; edits++) {
    const like = roles.filter((r) =>
      wordsOf(r).some((word) => word.length > edits * 2 - 1 && withinEdits(as, word, edits)),
    )
    if (like.length > 0) return like
  }
  return []
}
