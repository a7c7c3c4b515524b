import type { Tx } from '../../db/connect.ts'
import type { Playbook } from './model.ts'
import { playbooks } from './store.ts'

/** A role and what it is called, in every language. */
export interface KnownRole {
  role: string
  titles: string[]
}

/** The roles that the newest playbooks ask for at places, with their titles. */
export async function rolesAsked(tx: Tx): Promise<KnownRole[]> {
  return rolesOf(await playbooks(tx))
}

function rolesOf(known: readonly Playbook[]): KnownRole[] {
  const titles = new Map<string, Set<string>>()
  for (const { role, words } of known.flatMap((p) => p.rules)) {
    const said = titles.get(role) ?? new Set()
    for (const title of Object.values(words[role] ?? {})) said.add(title)
    titles.set(role, said)
  }
  return [...titles].map(([role, said]) => ({ role, titles: [...said] }))
}
