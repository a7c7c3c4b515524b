import { SegmentedControl, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { BoardShape } from '../../client/picture.ts'
import { useBoard } from '../api/board.ts'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Share, ShareBar } from '../ui/share.tsx'
import { StateMark } from '../ui/state.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'
import { Branch } from './tree.tsx'

type Board = z.output<typeof BoardShape>

/** Where one looks: the tree from the root down to what lies just below, each node with its share answered for. */
export function Where() {
  const { say } = useWords()
  const { tree, look } = useLooking()
  const board = useBoard()
  return (
    <section className={classes.side} aria-label={say('where.title')} data-tour="where" id="where" tabIndex={-1}>
      <div className={classes.head}>
        <h2 className={classes.title}>{say('where.title')}</h2>
        <SegmentedControl
          size="xs"
          value={tree}
          onChange={(value) => look({ tree: value === 'unit' ? 'unit' : 'area', node: null })}
          data={[
            { value: 'area', label: say('where.area') },
            { value: 'unit', label: say('where.unit') },
          ]}
        />
      </div>
      <div className={classes.scroll}>
        <Loaded query={board}>{(data) => <Nodes board={data} />}</Loaded>
      </div>
    </section>
  )
}

/** So many below a node can be looked over without a filter. */
const FEW = 12

function Nodes({ board }: { board: Board }) {
  const { say } = useWords()
  const [text, setText] = useState('')
  const [worst, setWorst] = useState(false)
  if (board.node === '' && board.below.length === 0) return <Empty says={say('where.empty')} />
  return (
    <>
      <Sum board={board} />
      {board.below.length > FEW && (
        <div className={classes.head}>
          <TextInput
            size="xs"
            flex={1}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            placeholder={say('where.filter')}
            aria-label={say('where.filter')}
          />
          <Switch
            size="xs"
            checked={worst}
            onChange={(event) => setWorst(event.currentTarget.checked)}
            label={say('where.worst')}
          />
        </div>
      )}
      <Branch board={board} filter={text.trim()} worst={worst} />
    </>
  )
}

/** The one number of the node, and what it is made of. */
function Sum({ board }: { board: Board }) {
  const { say } = useWords()
  const format = useFormat()
  const { total } = board
  if (total.required === 0) {
    return (
      <p className={`${classes.sum} ${classes.quiet}`} style={{ margin: 0 }}>
        {say(board.now ? 'sum.none' : 'sum.none.past')}
      </p>
    )
  }
  return (
    <div className={classes.sum}>
      <div className={classes.share}>
        <Share counts={total} />{' '}
        <span className={classes.quiet} style={{ fontWeight: 400 }}>
          {say('sum.answered')}
        </span>
      </div>
      <ShareBar counts={total} />
      <ul className={classes.facts}>
        <li>
          {format.number(total.required)} {say('sum.required')}
        </li>
        <li>
          <StateMark state="unheld" named={false} /> {format.number(total.unheld)} {say('sum.unheld')}
        </li>
        <li>
          <StateMark state="late" named={false} /> {format.number(total.late)} {say('sum.late')}
        </li>
      </ul>
    </div>
  )
}
