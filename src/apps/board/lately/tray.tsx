import { ActionIcon, Anchor, Button, Drawer, Indicator, Text, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import { useActs } from '../acts/use-acts.ts'
import { useBoard } from '../api/board.ts'
import { type LatelyRow, useLately } from '../api/lately.ts'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { NARROW } from '../ui/narrow.ts'
import { useNow } from '../ui/use-now.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './lately.module.css'
import { LatelyItem } from './lately-row.tsx'

/** The button in the header that says how much may still be undone, and the tray behind it. */
export function LatelyTray() {
  const { say } = useWords()
  const now = useNow()
  const { at } = useLooking()
  const { data: board } = useBoard()
  const [opened, setOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const district = board?.district
  const lately = useLately(district)
  const rows = lately.data?.pages.flatMap((page) => page.items) ?? []
  const open = at ? 0 : rows.filter((row) => row.undoUntil && row.undoUntil > now).length
  if (!district) return null
  const label = open > 0 ? say('lately.open', { count: open }) : say('lately.title')
  return (
    <>
      <Tooltip label={label}>
        <Indicator label={open} disabled={open === 0} size={16} offset={5} color="water">
          <ActionIcon
            ref={button}
            onClick={() => setOpened(true)}
            aria-label={label}
            aria-haspopup="dialog"
            aria-expanded={opened}
          >
            <IconHistory size={18} />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <Tray {...{ opened, lately, rows, now, district, button }} close={() => setOpened(false)} />
    </>
  )
}

function Tray(of: {
  opened: boolean
  close: () => void
  lately: ReturnType<typeof useLately>
  rows: LatelyRow[]
  now: Date
  district: string
  button: RefObject<HTMLButtonElement | null>
}) {
  const { opened, close, lately, rows, now, district, button } = of
  const { say } = useWords()
  const format = useFormat()
  const { at, lane } = useLooking()
  const { undoAct } = useActs()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const undoing = (row: LatelyRow) => (name: string) => {
    close()
    // The button of the row is gone when the question is answered.
    button.current?.focus()
    undoAct({ district, act: row.id, name })
  }
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={narrow ? '100%' : 'md'}
      title={say('lately.title')}
      closeButtonProps={{ 'aria-label': say('do.close') }}
      styles={{ title: { fontWeight: 650, fontSize: '1rem' } }}
    >
      <Text size="sm" c="var(--quiet)">
        {at ? say('lately.past', { moment: format.moment(at) }) : say('lately.says')}
      </Text>
      {lane !== 'actual' && (
        <Text size="xs" c="var(--quiet)">
          {say('shell.lane.is-exercise')}
        </Text>
      )}
      {lately.isError && <Faulty error={lately.error} again={() => void lately.refetch()} />}
      {lately.isPending && <Loading />}
      {lately.data && rows.length === 0 && <Empty says={say('lately.none')} />}
      <ol className={classes.rows}>
        {rows.map((row) => (
          <LatelyItem key={row.id} row={row} now={now} undo={at ? null : undoing(row)} />
        ))}
      </ol>
      <div className={classes.foot}>
        {lately.hasNextPage && (
          <Button loading={lately.isFetchingNextPage} onClick={() => void lately.fetchNextPage()}>
            {say('lately.more')}
          </Button>
        )}
        <Anchor
          component={Link}
          to="/lists/$list"
          params={{ list: 'acts' } as never}
          search={{ district } as never}
          size="sm"
          onClick={close}
        >
          {say('lately.all')}
        </Anchor>
      </div>
    </Drawer>
  )
}
