import type { Tx } from '../../db/connect.ts'
import { playbooks } from '../../domain/playbooks/store.ts'

/** What the playbooks call their rules, roles and kinds; a slug that none of them names is shown as it is. */
export interface Names {
  playbook(id: string): string
  rule(playbook: string, rule: string): string
  slug(slug: string): string
}

/** Names by the newest version of each playbook, in English: the terminal's language is that of the commands. */
export async function readNames(tx: Tx): Promise<Names> {
  const all = await playbooks(tx)
  const titles = new Map(all.map((p) => [p.id, p.title.en]))
  const rules = new Map(all.flatMap((p) => p.rules.map((rule) => [`${p.id} ${rule.id}`, rule.title.en] as const)))
  const words = new Map(
    all.flatMap((p) => p.rules.flatMap((rule) => Object.entries(rule.words).map(([slug, word]) => [slug, word.en]))),
  )
  return {
    playbook: (id) => titles.get(id) ?? id,
    rule: (playbook, rule) => rules.get(`${playbook} ${rule}`) ?? rule,
    slug: (slug) => words.get(slug) ?? slug,
  }
}
