import { VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useState } from 'react'
import type { z } from 'zod'
import type { BoardShape } from '../../client/picture.ts'
import { useBranch } from '../api/board.ts'
import { useLooking } from '../looking.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Share, ShareBar } from '../ui/share.tsx'
import { useByAndBy } from '../ui/use-by-and-by.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Board = z.output<typeof BoardShape>
type Node = Board['below'][number]
interface Wish {
  filter: string
  worst: boolean
}

/**
 * The nodes above one, the node itself, and those just below, which unfold further. The way up stays in sight however
 * deep one is, and a node with a hundred below it is filtered by name. Arrow keys move, right and left unfold and fold.
 */
export function Branch({ board, ...wish }: { board: Board } & Wish) {
  const { lang, say } = useWords()
  const depth = board.path.length
  return (
    <nav aria-label={say('where.title')} onKeyDown={moveByKeys}>
      <ul className={classes.tree}>
        {board.path.map((step, i) => (
          <li key={step.node}>
            <div className={classes.node} style={at(i)}>
              <IconChevronDown size={14} aria-hidden="true" style={{ margin: '0 5px' }} />
              <NodeLink node={step.node} name={nameIn(lang, step)} />
            </div>
          </li>
        ))}
        {board.node !== '' && (
          <li>
            <div className={classes.node} style={at(depth)} aria-current="true">
              <IconChevronDown size={14} aria-hidden="true" style={{ margin: '0 5px' }} />
              <NodeLink node={board.node} name={nameIn(lang, board.total)} />
              <Score node={board.total} />
            </div>
          </li>
        )}
        <Below board={board} depth={board.node === '' ? 0 : depth + 1} {...wish} />
      </ul>
    </nav>
  )
}

function Below({ board, depth, filter, worst }: { board: Board; depth: number } & Wish) {
  const { lang, say } = useWords()
  const named = (n: Node) => `${n.name} ${Object.values(n.names).join(' ')} ${n.node}`.toLowerCase()
  const shown = board.below.filter((n) => filter === '' || named(n).includes(filter.toLowerCase()))
  if (worst)
    shown.sort(
      (a, b) =>
        (a.share ?? 2) - (b.share ?? 2) ||
        b.unheld - a.unheld ||
        b.late - a.late ||
        nameIn(lang, a).localeCompare(nameIn(lang, b)),
    )
  if (shown.length === 0) {
    return (
      <li className={`${classes.node} ${classes.quiet}`} style={at(depth + 1)}>
        <span />
        {say(board.below.length === 0 ? 'where.none' : 'where.no-match')}
      </li>
    )
  }
  return <Rows shown={shown} depth={depth} worst={worst} />
}

function Rows({ shown, depth, worst }: { shown: Node[]; depth: number; worst: boolean }) {
  return useByAndBy(shown).map((node) => <Unfolding key={node.node} node={node} depth={depth} worst={worst} />)
}

function Unfolding({ node, depth, worst }: { node: Node; depth: number; worst: boolean }) {
  const { lang, say } = useWords()
  const [unfolded, setUnfolded] = useState(false)
  const name = nameIn(lang, node)
  const Icon = unfolded ? IconChevronDown : IconChevronRight
  return (
    <li>
      <div className={classes.node} style={at(depth)}>
        <button
          type="button"
          className={classes.fold}
          data-fold
          aria-expanded={unfolded}
          aria-label={say(unfolded ? 'where.fold' : 'where.unfold', { name })}
          onClick={() => setUnfolded(!unfolded)}
        >
          <Icon size={14} aria-hidden="true" />
        </button>
        <NodeLink node={node.node} name={name} />
        <Score node={node} />
      </div>
      {unfolded && (
        <ul>
          <Unfolded node={node.node} depth={depth + 1} worst={worst} />
        </ul>
      )}
    </li>
  )
}

function Unfolded({ node, depth, worst }: { node: string; depth: number; worst: boolean }) {
  const branch = useBranch(node)
  return <Loaded query={branch}>{(board) => <Below board={board} depth={depth} filter="" worst={worst} />}</Loaded>
}

/** A plain link, whose address is put together here: the router's own takes longer than the whole row beside it. */
function NodeLink({ node, name }: { node: string; name: string }) {
  const { look } = useLooking()
  const asked = new URLSearchParams(location.search)
  asked.set('node', node)
  const go = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    look({ node })
  }
  return (
    <a href={`/?${asked}`} onClick={go} className={classes.name} data-node title={name}>
      {name}
    </a>
  )
}

/** Branches are compared by what they can mend, and never by who answers: by unit, the bar is of what is named and late. */
function Score({ node }: { node: Node }) {
  const { say } = useWords()
  const { tree } = useLooking()
  if (node.required === 0)
    return (
      <span className={classes.quiet} title={say('where.nothing')}>
        <span aria-hidden="true">–</span>
        <VisuallyHidden>{say('where.nothing')}</VisuallyHidden>
      </span>
    )
  return (
    <span className={classes.score}>
      <Share share={node.share} />
      <ShareBar counts={node.kinds[0] ?? node} answers={tree === 'area'} />
    </span>
  )
}

const at = (depth: number) => ({ '--depth': depth }) as CSSProperties

/** Up and down go from name to name, right unfolds, left folds: as trees are walked everywhere. */
function moveByKeys(event: KeyboardEvent<HTMLElement>): void {
  const names = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-node]')]
  const row = document.activeElement?.closest(`.${classes.node}`)
  const here = names.findIndex((n) => n.closest(`.${classes.node}`) === row)
  if (here < 0) return
  const fold = row?.querySelector<HTMLElement>('[data-fold]')
  const unfolded = fold?.getAttribute('aria-expanded') === 'true'
  if (event.key === 'ArrowDown') names[here + 1]?.focus()
  else if (event.key === 'ArrowUp') names[here - 1]?.focus()
  else if (event.key === 'ArrowRight' && fold && !unfolded) fold.click()
  else if (event.key === 'ArrowLeft' && fold && unfolded) fold.click()
  else return
  event.preventDefault()
}
