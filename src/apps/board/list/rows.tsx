import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Empty } from '../ui/empty.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { sayCode, useWords } from '../words/words.ts'
import type { RowsProps } from './drawn.ts'
import classes from './list.module.css'
import { RowsCards } from './rows-cards.tsx'
import { RowsTable } from './rows-table.tsx'

/** So many pages without a row are read on by themselves; then the reader decides whether to look further. */
const EMPTY_PAGES = 5

/** The rows of a list in all their states: as a table, or one under the other where it is narrow. */
export function Rows({ query, filtered, ...props }: RowsProps) {
  const { say } = useWords()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [inside, setInside] = useState(false)
  const { data, error, changed, few, refresh, hasNextPage, isFetchingNextPage, fetchNextPage, isFetching } = query
  // Nothing moves under the pointer: what is newer is shown by itself only where nobody is about to click.
  const quiet = changed && few && !inside && props.chosen.size === 0
  useEffect(() => {
    if (quiet && !isFetching) refresh()
  }, [quiet, isFetching, refresh])

  const pages = data?.pages ?? []
  const rows = pages.flatMap((p) => p.items)
  const emptyPages = pages.length - 1 - pages.findLastIndex((p) => p.items.length > 0)
  const goesOn = hasNextPage && emptyPages < EMPTY_PAGES
  const next = () => {
    if (goesOn && !isFetchingNextPage && !error) void fetchNextPage()
  }
  // Where no row is there yet, none can come into sight and ask for more.
  const onward = rows.length === 0 && goesOn && !isFetchingNextPage && !error
  useEffect(() => {
    if (onward) void fetchNextPage()
  }, [onward, fetchNextPage])

  if (data === undefined) return error ? <Faulty error={error} again={refresh} /> : <Loading />
  const Drawing = narrow ? RowsCards : RowsTable
  return (
    <>
      <div className={classes.count} role="status">
        <span>{say(hasNextPage ? 'list.rows.more' : 'list.rows', { count: rows.length })}</span>
        {isFetchingNextPage && <span>{say('list.rows.looking')}</span>}
        {changed && !quiet && (
          <span>
            {say('list.changed')}{' '}
            <Button size="compact-xs" onClick={refresh} loading={isFetching}>
              {say('list.changed.show')}
            </Button>
          </span>
        )}
      </div>
      {error && <Faulty error={error} again={refresh} />}
      {rows.length === 0 && !hasNextPage ? (
        <Nothing list={props.list} filtered={filtered} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the pointer is
        <div
          className={classes.rows}
          onPointerEnter={() => setInside(true)}
          onPointerLeave={() => setInside(false)}
          onFocus={() => setInside(true)}
          onBlur={() => setInside(false)}
        >
          <Drawing rows={rows} onEnd={next} {...props} />
        </div>
      )}
      {hasNextPage && !goesOn && (
        <div className={classes.further}>
          {say('list.rows.sparse')}{' '}
          <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
            {say('list.rows.further')}
          </Button>
        </div>
      )}
    </>
  )
}

function Nothing({ list, filtered }: { list: string; filtered: boolean }) {
  const { say } = useWords()
  const begin = ['places', 'people', 'units'].includes(list) && !filtered
  return (
    <Empty says={filtered ? say('list.empty') : sayCode(say, 'list.empty', list)}>
      {begin && (
        <Button component={Link} to="/import">
          {say('list.empty.import')}
        </Button>
      )}
    </Empty>
  )
}
