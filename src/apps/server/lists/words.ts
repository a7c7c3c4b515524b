import type { Cell, Column, ListName, Ref } from '../../../domain/board/lists/model.ts'
import type { Playbook, Words } from '../../../domain/playbooks/model.ts'
import { HEADINGS } from './headings.ts'
import { STATES, stateOf } from './states.ts'

export type Lang = keyof Words

/** What every list is called: the sheet's name. */
export const TITLES: Readonly<Record<ListName, Words>> = {
  gaps: { en: 'Gaps', zh: '缺口' },
  places: { en: 'Places', zh: '地点' },
  people: { en: 'People', zh: '人员' },
  units: { en: 'Units', zh: '组织' },
  duties: { en: 'Duties', zh: '责任' },
  absences: { en: 'Absences', zh: '请假' },
  records: { en: 'Records', zh: '记录' },
  hazards: { en: 'Hazards', zh: '险情' },
  asides: { en: 'Kept aside', zh: '另存的报告' },
  warnings: { en: 'Warnings', zh: '预警' },
  campaigns: { en: 'Campaigns', zh: '响应' },
  callouts: { en: 'Call-outs', zh: '呼叫' },
  summonses: { en: 'Called', zh: '呼叫名单' },
  proposals: { en: 'Plans', zh: '方案' },
  lines: { en: 'Lines of a plan', zh: '方案明细' },
  acts: { en: 'Acts', zh: '操作记录' },
}

/** What the playbooks call their slugs, rules, levels and themselves. */
export interface PlaybookWords {
  slug(key: string): string
  rule(key: string): string
  level(key: string): string
  playbook(key: string): string
}

export function playbookWords(playbooks: readonly Playbook[], lang: Lang): PlaybookWords {
  const find = (entries: [string, Words][]) => {
    const words = new Map(entries)
    return (key: string) => words.get(key)?.[lang] ?? key
  }
  return {
    slug: find(playbooks.flatMap((p) => p.rules.flatMap((r) => Object.entries(r.words)))),
    rule: find(playbooks.flatMap((p) => p.rules.map((r): [string, Words] => [r.id, r.title]))),
    level: find(playbooks.flatMap((p) => p.levels.map((l): [string, Words] => [l.id, l.title]))),
    playbook: find(playbooks.map((p): [string, Words] => [p.id, p.title])),
  }
}

/** A column's heading; moments say by which clock. */
export function headingOf(column: Column, lang: Lang, utcOffset: number): string {
  const word = HEADINGS[column.key]?.[lang] ?? column.key
  return column.kind === 'moment' ? `${word} (${zone(utcOffset)})` : word
}

/** `UTC+8`, `UTC-3:30`. */
function zone(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** What something is called in a language, whichever country's: `zh-CN` will do for `zh`. */
function nameIn({ name, names }: Ref, lang: Lang): string {
  const key = Object.keys(names).find((k) => k === lang || k.startsWith(`${lang}-`))
  return (key !== undefined && names[key]) || name
}

/** A cell in words; numbers and moments stay what they are. */
export function inWords(column: Column, cell: Cell, lang: Lang, words: PlaybookWords): string | number | Date | null {
  if (cell === null) return null
  if (typeof cell === 'boolean') return (STATES[cell ? 'yes' : 'no'] as Words)[lang]
  if (Array.isArray(cell)) return cell.map((c) => inWords(column, c, lang, words)).join(', ')
  if (typeof cell === 'object') return nameIn(cell, lang)
  if (typeof cell === 'number') return cell
  switch (column.kind) {
    case 'moment':
      return new Date(cell)
    case 'state':
    case 'states':
      return stateOf(column, cell)?.[lang] ?? cell
    case 'slug':
    case 'slugs':
      return words.slug(cell)
    case 'rule':
      return words.rule(cell)
    case 'level':
      return words.level(cell)
    case 'playbook':
      return words.playbook(cell)
    default:
      return cell
  }
}
