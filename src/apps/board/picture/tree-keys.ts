import type { KeyboardEvent } from 'react'

const ITEM = '[role="treeitem"]'
/** Letters typed within so long of one another are one name. */
const TYPING_MS = 700

let [typed, typedAt] = ['', 0]

/** The rows that are in sight, from the top down. */
const itemsIn = (tree: Element) => [...tree.querySelectorAll<HTMLElement>(ITEM)]
const levelOf = (item: Element) => Number(item.getAttribute('aria-level'))

/**
 * Leaves one row of a tree to be reached by Tab: the one that has the focus; else the one that was left last, the one that is looked
 * at, or the first.
 */
export function keepOneTabStop(tree: HTMLElement, focused?: Element): void {
  const items = itemsIn(tree)
  const stops = items.filter((item) => item.tabIndex === 0)
  const chosen =
    focused?.closest<HTMLElement>(ITEM) ??
    (stops.length === 1 ? stops[0] : undefined) ??
    items.find((item) => item.ariaCurrent === 'true') ??
    items[0]
  for (const item of stops) if (item !== chosen) item.tabIndex = -1
  if (chosen && chosen.tabIndex !== 0) chosen.tabIndex = 0
}

/**
 * As trees are walked everywhere (WAI-ARIA, tree view): up and down from row to row, Home and End, right unfolds or goes in, left
 * folds or goes out, letters go to the next name that begins so, Enter goes where the name leads.
 */
export function walkByKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('button')) return
  const items = itemsIn(event.currentTarget)
  const here = items.indexOf((event.target as Element).closest(ITEM) as HTMLElement)
  const item = items[here]
  if (!item) return
  const done = walk(event.key, items, here, item)
  if (done) event.preventDefault()
}

function walk(key: string, items: readonly HTMLElement[], here: number, item: HTMLElement): boolean {
  const fold = item.querySelector<HTMLElement>(':scope > div [data-fold]')
  const open = item.ariaExpanded === 'true'
  const next = items[here + 1]
  switch (key) {
    case 'ArrowDown':
      next?.focus()
      return true
    case 'ArrowUp':
      items[here - 1]?.focus()
      return true
    case 'Home':
      items[0]?.focus()
      return true
    case 'End':
      items.at(-1)?.focus()
      return true
    case 'ArrowRight':
      if (fold && !open) fold.click()
      else if (next && levelOf(next) > levelOf(item)) next.focus()
      return true
    case 'ArrowLeft':
      if (fold && open) fold.click()
      else
        items
          .slice(0, here)
          .findLast((each) => levelOf(each) < levelOf(item))
          ?.focus()
      return true
    case 'Enter':
      item.querySelector<HTMLElement>(':scope > div [data-node]')?.click()
      return true
    default:
      return key.length === 1 && key !== ' ' && type(key, items, here)
  }
}

/** Goes to the next row whose name begins with what was typed just now; by its Chinese name too. */
function type(key: string, items: readonly HTMLElement[], here: number): boolean {
  const now = Date.now()
  typed = now - typedAt < TYPING_MS ? typed + key.toLowerCase() : key.toLowerCase()
  typedAt = now
  // The same letter again goes on to the next; more letters tell the row where one stands more exactly.
  const from = typed.length > 1 ? here : here + 1
  const round = [...items.slice(from), ...items.slice(0, from)]
  round.find((item) => item.dataset.name?.toLowerCase().startsWith(typed))?.focus()
  return true
}
