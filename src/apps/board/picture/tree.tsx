import { VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type CSSProperties, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
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
import { keepOneTabStop, walkByKeys } from './tree-keys.ts'

type Board = z.output<typeof BoardShape>
type Node = Board['below'][number]
interface Wish {
  filter: string
  worst: boolean
}

/**
 * The nodes above one, the node itself, and those just below, which unfold further. The way up stays in sight however
 * deep one is, and a node with a hundred below it is filtered by name. One tab stop, walked as trees are (tree-keys.ts).
 */
export function Branch({ board, ...wish }: { board: Board } & Wish) {
  const { lang, say } = useWords()
  const tree = useRef<HTMLDivElement>(null)
  const depth = board.path.length
  useEffect(() => {
    if (tree.current) keepOneTabStop(tree.current)
  })
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={say('where.title')}
      onKeyDown={walkByKeys}
      onFocus={(event) => keepOneTabStop(event.currentTarget, event.target)}
    >
      {board.path.map((step, i) => (
        <Item key={step.node} depth={i} node={step.node} name={nameIn(lang, step)} open />
      ))}
      {board.node !== '' && (
        <Item depth={depth} node={board.node} name={nameIn(lang, board.total)} score={board.total} open current />
      )}
      <Below board={board} depth={board.node === '' ? 0 : depth + 1} {...wish} />
    </div>
  )
}

interface ItemProps {
  depth: number
  node: string
  name: string
  /** The counts of the node; of the way up none are read. */
  score?: Node
  open: boolean
  current?: boolean
  /** Unfolds or folds it; left out for what is always open. */
  fold?: () => void
  children?: ReactNode
}

/** One row of the tree, and below it what it unfolds to. It is reached by the arrows; a click goes where its name leads. */
function Item({ depth, node, name, score, open, current, fold, children }: ItemProps) {
  const id = useId()
  const Icon = open ? IconChevronDown : IconChevronRight
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-expanded={open}
      aria-selected={current ?? false}
      aria-current={current ? 'true' : undefined}
      aria-labelledby={`${id}-name ${id}-score`}
      data-name={name}
      className={classes.treeItem}
    >
      <div className={classes.node} style={at(depth)}>
        {/* The arrows do the same by keyboard, and what is unfolded is said of the row itself. */}
        <span className={classes.fold} data-fold={fold ? '' : undefined} aria-hidden="true" onClick={fold}>
          <Icon size={14} />
        </span>
        <NodeLink id={`${id}-name`} node={node} name={name} />
        <span id={`${id}-score`}>{score && <Score node={score} />}</span>
      </div>
      {children}
    </div>
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
      <div role="none" className={`${classes.node} ${classes.quiet}`} style={at(depth + 1)}>
        <span />
        {say(board.below.length === 0 ? 'where.none' : 'where.no-match')}
      </div>
    )
  }
  return <Rows shown={shown} depth={depth} worst={worst} />
}

function Rows({ shown, depth, worst }: { shown: Node[]; depth: number; worst: boolean }) {
  return useByAndBy(shown).map((node) => <Unfolding key={node.node} node={node} depth={depth} worst={worst} />)
}

function Unfolding({ node, depth, worst }: { node: Node; depth: number; worst: boolean }) {
  const { lang } = useWords()
  const [unfolded, setUnfolded] = useState(false)
  const name = nameIn(lang, node)
  const fold = () => setUnfolded(!unfolded)
  return (
    <Item depth={depth} node={node.node} name={name} score={node} open={unfolded} fold={fold}>
      {unfolded && (
        // biome-ignore lint/a11y/useSemanticElements: by ARIA what a tree unfolds to is a group; a fieldset is one of a form.
        <div role="group">
          <Unfolded node={node.node} depth={depth + 1} worst={worst} />
        </div>
      )}
    </Item>
  )
}

function Unfolded({ node, depth, worst }: { node: string; depth: number; worst: boolean }) {
  const branch = useBranch(node)
  return <Loaded query={branch}>{(board) => <Below board={board} depth={depth} filter="" worst={worst} />}</Loaded>
}

/** A plain link, whose address is put together here: the router's own takes longer than the whole row beside it. */
function NodeLink({ id, node, name }: { id: string; node: string; name: string }) {
  const { look } = useLooking()
  const asked = new URLSearchParams(location.search)
  asked.set('node', node)
  const go = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    look({ node })
  }
  return (
    <a id={id} href={`/?${asked}`} onClick={go} className={classes.name} data-node title={name} tabIndex={-1}>
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
