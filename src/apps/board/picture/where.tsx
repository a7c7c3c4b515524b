import { SegmentedControl, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { BoardShape } from '../../client/picture.ts'
import { useBoard } from '../api/board.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { HazardCount } from '../hazard/hazard-count.tsx'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Share } from '../ui/share.tsx'
import { useWords } from '../words/words.ts'
import { KindSureness } from './kind-sureness.tsx'
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
      <HazardCount />
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

/** The one number of the node, that of its worst kind of place; and how sure it is, kind by kind. */
function Sum({ board }: { board: Board }) {
  const { say } = useWords()
  const playbook = usePlaybookWords()
  const { total } = board
  const [worst] = total.kinds
  if (!worst) {
    return (
      <p className={`${classes.sum} ${classes.quiet}`} style={{ margin: 0 }}>
        {say(board.now ? 'sum.none' : 'sum.none.past')}
      </p>
    )
  }
  return (
    <div className={classes.sum}>
      <div className={classes.share}>
        <Share share={total.share} />{' '}
        <span className={classes.quiet} style={{ fontWeight: 400, fontSize: '0.875rem' }}>
          {say('sum.named', { kind: playbook.word(worst.kind) })}
        </span>
      </div>
      {total.kinds.map((kind) => (
        <KindSureness key={kind.kind} of={kind} lists={!board.above} />
      ))}
    </div>
  )
}
