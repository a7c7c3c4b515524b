import { Anchor, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useBoard } from '../api/board.ts'
import { type PlaceInside, usePlacesInside } from '../api/map.ts'
import { searchOf } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Loading } from '../ui/loading.tsx'
import { Share } from '../ui/share.tsx'
import { StateMark } from '../ui/state.tsx'
import { nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { KindCounts } from './kind-counts.tsx'
import classes from './map.module.css'
import type { Extent } from './use-following.ts'
import { type Box, polygonOf } from './view.ts'

/**
 * What the map shows, as rows: every place in the view that the address says, or else round the node. Above a county, whose
 * places are too many to be read, the areas below.
 */
export function MapTable({ extent, sight, children }: { extent: Extent; sight: Box | null; children: ReactNode }) {
  const { say, lang } = useWords()
  const { data: board } = useBoard()
  const box = sight ?? extent.box
  const name = board ? nameIn(lang, board.total) : ''
  return (
    <section className={classes.table} aria-label={say('table.title')}>
      <div className={classes.tableHead}>
        <h2>{sight ? say('table.title') : say('table.title.node', { name })}</h2>
        {children}
      </div>
      {box === undefined || !board ? (
        <Loading />
      ) : extent.district === '' ? (
        <Below />
      ) : box === null ? (
        <Empty says={say('map.nowhere', { name })} />
      ) : (
        <Places district={extent.district} box={box} inSight={sight !== null} />
      )}
    </section>
  )
}

function Places({ district, box, inSight }: { district: string; box: Box; inSight: boolean }) {
  const { say } = useWords()
  const [kind, setKind] = useState<string | null>(null)
  const polygon = polygonOf(box)
  const all = usePlacesInside(district, polygon)
  const ofKind = usePlacesInside(district, kind === null ? null : polygon, kind)
  const kinds = Object.keys(all.data?.pages[0]?.counts ?? {})
  return (
    <Loaded query={all}>
      {({ pages: [first] }) =>
        kinds.length === 0 || !first ? (
          <Empty says={say(inSight ? 'table.none' : 'table.none.node')} />
        ) : (
          <>
            <KindCounts counts={first.counts} />
            <div className={classes.tableHead}>
              <Select
                size="xs"
                aria-label={say('table.kind')}
                value={kind ?? ''}
                allowDeselect={false}
                onChange={(value) => setKind(value || null)}
                data={[
                  { value: '', label: say('table.all') },
                  ...kinds.map((k) => ({ value: k, label: sayCode(say, 'place', k) })),
                ]}
              />
            </div>
            {kind === null ? <Rows query={all} /> : <Loaded query={ofKind}>{() => <Rows query={ofKind} />}</Loaded>}
          </>
        )
      }
    </Loaded>
  )
}

const ROW_PX = 36
/** So many rows before the end, the next page is asked for. */
const AHEAD = 40

/** Rows page by page as one scrolls: only those in sight are there, however many there are. */
function Rows({ query }: { query: ReturnType<typeof usePlacesInside> }) {
  const { say } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const items: PlaceInside[] = query.data?.pages.flatMap((page) => page.items) ?? []
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (i) => items[i]?.id ?? i,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - AHEAD) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, items.length])
  const above = shown[0]?.start ?? 0
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys (WCAG 2.1.1).
    <section ref={scroller} className={classes.rows} tabIndex={0} aria-label={say('table.title')}>
      <table className={classes.list} aria-rowcount={hasNextPage ? -1 : items.length + 1}>
        <thead>
          <tr>
            <th scope="col">{say('table.name')}</th>
            <th scope="col">{say('table.kind')}</th>
            <th scope="col">{say('table.state')}</th>
          </tr>
        </thead>
        <tbody>
          <Room height={above} />
          {shown.map(({ index, key }) => (
            <Row key={key} index={index} item={items[index]} />
          ))}
          <Room height={below} />
        </tbody>
      </table>
      {isFetchingNextPage && <Loading />}
    </section>
  )
}

/** Stands for the rows that are not there, so that the bar beside them is as long as they all are. */
function Room({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={3} style={{ height }} />
    </tr>
  )
}

function Row({ index, item }: { index: number; item: PlaceInside | undefined }) {
  const { say } = useWords()
  if (!item) return null
  return (
    <tr aria-rowindex={index + 2}>
      <td>
        <Anchor component={Link} to={`/subjects/place/${item.id}` as never} size="sm" title={item.name}>
          {item.name}
        </Anchor>
      </td>
      <td>{sayCode(say, 'place', item.kind)}</td>
      <td>
        <StateMark state={item.state} named={false} /> {say(`state.${item.state}`)}
      </td>
    </tr>
  )
}

/** Above a county: the areas or units below, with what is missing in each. */
function Below() {
  const { say, lang } = useWords()
  const format = useFormat()
  const board = useBoard()
  return (
    <Loaded query={board}>
      {({ below }) => (
        <div className={classes.rows}>
          <p className={classes.says} style={{ padding: '0 12px 8px' }}>
            {say('table.above')}
          </p>
          <table className={classes.below}>
            <thead>
              <tr>
                <th scope="col">{say('table.name')}</th>
                <th scope="col">{say('table.share')}</th>
                <th scope="col">{say('table.required')}</th>
                <th scope="col">{say('state.unheld')}</th>
                <th scope="col">{say('state.late')}</th>
              </tr>
            </thead>
            <tbody>
              {below.map((n) => (
                <tr key={n.node}>
                  <th scope="row">
                    <Anchor
                      component={Link}
                      to="/"
                      search={((before: object) => ({ ...before, ...searchOf({ node: n.node }) })) as never}
                      size="sm"
                    >
                      {nameIn(lang, n)}
                    </Anchor>
                  </th>
                  <td>{n.required === 0 ? '–' : <Share share={n.share} />}</td>
                  <td>{format.number(n.required)}</td>
                  <td>{format.number(n.unheld)}</td>
                  <td>{format.number(n.late)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Loaded>
  )
}
