import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Column, Row } from '../api/lists.ts'
import { Cell, useCellText } from '../ui/cell.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { sayCode, useWords } from '../words/words.ts'
import type { Drawn } from './drawn.ts'
import classes from './list.module.css'
import { Choose, cellOf } from './rows-table.tsx'

const CARD_PX = 76
const AHEAD = 20

/** The same rows where it is narrow: one under the other, each a name and what is told of it. */
export function RowsCards({ list, columns, rows, onEnd, chosen, choose, doing }: Drawn) {
  const { say } = useWords()
  const scroll = useRef<HTMLUListElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD_PX,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
  })
  const shown = virtual.getVirtualItems()
  const [first, last] = [shown[0], shown.at(-1)]
  const atEnd = last !== undefined && last.index >= rows.length - AHEAD
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, onEnd])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard too
    <ul ref={scroll} className={classes.cards} tabIndex={0} aria-label={sayCode(say, 'list', list)}>
      {first && first.start > 0 && <li aria-hidden="true" style={{ height: first.start }} />}
      {shown.map(({ index, key }) => {
        const row = rows[index]
        return (
          row && (
            <li key={key} ref={virtual.measureElement} data-index={index} className={classes.card}>
              {choose && <Choose row={row} columns={columns} list={list} chosen={chosen} choose={choose} />}
              <Card list={list} columns={columns} row={row} />
              {doing && (doing.width ? <div className={classes.below}>{doing.of(row)}</div> : doing.of(row))}
            </li>
          )
        )
      })}
      {last && <li aria-hidden="true" style={{ height: virtual.getTotalSize() - last.end }} />}
    </ul>
  )
}

function Card({ list, columns, row }: { list: string; columns: readonly Column[]; row: Row }) {
  const { say } = useWords()
  const text = useCellText()
  const [head, ...others] = columns
  if (!head) return null
  const title = text(cellOf(list, head, row), row.cells[head.key] ?? null)
  return (
    <div className={classes.told}>
      <div className={classes.name}>
        {row.ref ? <SubjectLink kind={row.ref.kind} id={row.ref.id} name={title || '–'} /> : title}
      </div>
      <dl className={classes.facts}>
        {others.map((column) => {
          const value = row.cells[column.key] ?? null
          if (value === null || value === '' || value === false) return null
          return (
            <div key={column.key}>
              <dt>{sayCode(say, 'field', column.key)}</dt>
              <dd>
                <Cell of={cellOf(list, column, row)} value={value} />
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
