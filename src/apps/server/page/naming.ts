import type { Area } from '../../../domain/places/model.ts'
import type { Rule, Words } from '../../../domain/playbooks/model.ts'
import type { Asked, Picture } from './view.ts'
import type { Lang } from './words.ts'

/** What things are called: areas by their own names, all that a playbook rules by the playbook's words; never by ids. */

export function areaName(area: Area | undefined, lang: Lang): string {
  return area ? (area.names[lang] ?? area.name) : ''
}

function ruleOf(picture: Picture, playbook: string, rule: string): Rule | undefined {
  return picture.playbooks.get(playbook)?.rules.find((r) => r.id === rule)
}

export function playbookTitle(picture: Picture, playbook: string, lang: Lang): string {
  return picture.playbooks.get(playbook)?.title[lang] ?? playbook
}

export function ruleTitle(picture: Picture, playbook: string, rule: string, lang: Lang): string {
  return ruleOf(picture, playbook, rule)?.title[lang] ?? rule
}

/** A role or a kind of place as the rule's playbook calls it. */
export function word(picture: Picture, playbook: string, rule: string, slug: string, lang: Lang): string {
  const words: Words | undefined = ruleOf(picture, playbook, rule)?.words[slug]
  return words?.[lang] ?? slug
}

/** A kind of place as any playbook calls it. */
export function kindName(picture: Picture, kind: string, lang: Lang): string {
  for (const { rules } of picture.playbooks.values())
    for (const { words } of rules) if (words[kind]) return words[kind][lang]
  return kind.replaceAll('-', ' ')
}

export function levelOf(
  picture: Picture,
  playbook: string,
  level: string,
  lang: Lang,
): { title: string; colour: string } {
  const found = picture.playbooks.get(playbook)?.levels.find((l) => l.id === level)
  return { title: found?.title[lang] ?? level, colour: found?.colour ?? '#888888' }
}

/** An address of this page; what is not said stays as it was asked for. */
export function link(asked: Asked, change: Partial<Asked>): string {
  const { node, lane, lang } = { ...asked, ...change }
  const query = new URLSearchParams({
    ...(node === undefined ? {} : { node }),
    ...(lane === 'actual' ? {} : { lane }),
    lang,
  })
  return `/status?${query}`
}
