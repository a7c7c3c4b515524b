/** Words that people type round what they mean. */
const ROUND = new Set(['go', 'to', 'the', 'a', 'an', 'show', 'open', 'all'])
const ROUND_ZH = /^(?:前往|打开|查看|去|到)/

/** Whether a command is meant: each word that was typed is in its words, in whatever order. `go to gaps` finds `Gaps`. */
export function isMeant(words: string, typed: string): boolean {
  const all = typed.trim().toLowerCase().replace(ROUND_ZH, '').split(/\s+/)
  const telling = all.filter((word) => !ROUND.has(word))
  const asked = (telling.length > 0 ? telling : all).filter((word) => word !== '')
  return asked.every((word) => words.includes(word))
}

/** Whether that is most likely what is meant: it stands before what was found by name. */
export function isMeantFirst(label: string, typed: string): boolean {
  const asked = typed
    .trim()
    .toLowerCase()
    .replace(ROUND_ZH, '')
    .replace(/^(?:go to|show|open) /, '')
  return asked.length >= 2 && label.toLowerCase().startsWith(asked)
}
