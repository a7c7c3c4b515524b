import { Checkbox } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Column, Row } from '../api/lists.ts'
import { Cell, type CellOf, useCellText } from '../ui/cell.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { sayCode, useWords } from '../words/words.ts'
import type { Drawn } from './drawn.ts'
import classes from './list.module.css'

const ROW_PX = 36
/** So many rows before the end the next page is asked for, so that it is there when one gets there. */
const AHEAD = 40

/** A table of which only the rows in sight are drawn; up and down go from row to row, Enter opens one. */
export function RowsTable({ list, columns, rows, onEnd, chosen, choose, doing, sort, onSort }: Drawn) {
  const { say } = useWords()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const [first, last] = [shown[0], shown.at(-1)]
  const atEnd = last !== undefined && last.index >= rows.length - AHEAD
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, onEnd])
  const all = rows.length > 0 && rows.every((r) => chosen.has(r.id))
  const width = columns.reduce(
    (sum, c) => sum + widthOf(c),
    (choose ? CHECK_PX : 0) + (doing ? (doing.width ?? DOING_PX) : 0),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard too
    <section ref={scroll} className={classes.scroll} tabIndex={0} aria-label={sayCode(say, 'list', list)}>
      <table className={classes.table} style={{ minWidth: width }} aria-rowcount={rows.length + 1}>
        <colgroup>
          {choose && <col style={{ width: CHECK_PX }} />}
          {doing && <col style={{ width: doing.width ?? DOING_PX }} />}
          {columns.map((c) => (
            <col key={c.key} style={{ width: widthOf(c) }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {choose && (
              <th scope="col">
                <Checkbox
                  size="xs"
                  checked={all}
                  indeterminate={!all && chosen.size > 0}
                  aria-label={say('list.select.all')}
                  onChange={() => choose(all ? new Map() : new Map(rows.map((r) => [r.id, r])))}
                />
              </th>
            )}
            {doing && <th scope="col">{doing.title}</th>}
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <Space height={first?.start ?? 0} />
        <tbody onKeyDown={(event) => moveByKeys(event, rows.length, virtual.scrollToIndex)}>
          {shown.map(({ index, key }) => {
            const row = rows[index]
            return (
              row && (
                <tr key={key} className={classes.row} data-index={index} aria-rowindex={index + 2}>
                  {choose && (
                    <td className={classes.check}>
                      <Choose row={row} columns={columns} list={list} chosen={chosen} choose={choose} />
                    </td>
                  )}
                  {doing && <td className={classes.check}>{doing.of(row)}</td>}
                  {columns.map((column, i) => (
                    <RowCell key={column.key} list={list} column={column} row={row} first={i === 0} />
                  ))}
                </tr>
              )
            )
          })}
        </tbody>
        <Space height={last ? virtual.getTotalSize() - last.end : 0} />
      </table>
    </section>
  )
}

/** Room for the rows that are not drawn. */
function Space({ height }: { height: number }) {
  return (
    <tbody aria-hidden="true">
      <tr>
        <td className={classes.gap} style={{ height }} />
      </tr>
    </tbody>
  )
}

function Heading({ column, sort, onSort }: { column: Column } & Pick<Drawn, 'sort' | 'onSort'>) {
  const { say } = useWords()
  const name = sayCode(say, 'field', column.key)
  const by = column.sort
  const sorted = by !== undefined && by === sort
  return (
    <th scope="col" className={isNumber(column) ? classes.right : undefined} aria-sort={sorted ? 'other' : undefined}>
      {by !== undefined && onSort ? (
        <button
          type="button"
          className={classes.sort}
          aria-label={say('list.sort.by', { name })}
          onClick={() => onSort(by)}
        >
          {name}
          {sorted && <IconArrowDown size={14} aria-hidden="true" />}
        </button>
      ) : (
        name
      )}
    </th>
  )
}

/** The first cell of a row leads to the row's page; the whole row is its target for the pointer. */
function RowCell({ list, column, row, first }: { list: string; column: Column; row: Row; first: boolean }) {
  const text = useCellText()
  const value = row.cells[column.key] ?? null
  const of = cellOf(list, column, row)
  const said = text(of, value)
  const own = first && row.ref
  return (
    <td className={`${isNumber(column) ? classes.right : ''} ${own ? classes.own : ''}`} title={said}>
      {own ? <SubjectLink kind={own.kind} id={own.id} name={said || '–'} /> : <Cell of={of} value={value} />}
    </td>
  )
}

/** Chooses one row; named by its first cell. */
export function Choose({
  row,
  columns,
  list,
  chosen,
  choose,
}: {
  row: Row
  columns: readonly Column[]
  list: string
  chosen: Drawn['chosen']
  choose: NonNullable<Drawn['choose']>
}) {
  const { say } = useWords()
  const text = useCellText()
  const [column] = columns
  const name = column ? text(cellOf(list, column, row), row.cells[column.key] ?? null) : ''
  return (
    <Checkbox
      size="xs"
      checked={chosen.has(row.id)}
      aria-label={say('list.select.row', { name })}
      onChange={(event) => {
        const next = new Map(chosen)
        if (event.currentTarget.checked) next.set(row.id, row)
        else next.delete(row.id)
        choose(next)
      }}
    />
  )
}

export function cellOf(list: string, column: Column, row: Row): CellOf {
  const { playbook } = row.cells
  return { kind: column.kind, name: column.key, list, playbook: typeof playbook === 'string' ? playbook : undefined }
}

const CHECK_PX = 36
const DOING_PX = 88
const WIDTHS: Partial<Record<Column['kind'], number>> = {
  number: 112,
  metres: 104,
  share: 96,
  moment: 164,
  flag: 88,
  code: 168,
  slug: 132,
  level: 112,
  playbook: 112,
  state: 160,
  states: 160,
  rule: 264,
  text: 176,
  place: 232,
  subject: 232,
  warning: 264,
  unit: 200,
}
/** Widths are set by kind, so that columns stay where they are while other rows come in. */
const widthOf = (column: Column): number => WIDTHS[column.kind] ?? 160
const isNumber = ({ kind }: Column) => kind === 'number' || kind === 'metres' || kind === 'share'

/**
 * Up and down, page up and down, home and end. The row that is gone to has the focus at once where it is drawn, so that a key
 * pressed quickly after goes on from it; else as soon as it is.
 */
function moveByKeys(event: KeyboardEvent<HTMLElement>, n: number, scrollTo: (index: number) => void): void {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -n, End: n }[event.key]
  const here = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset.index
  if (step === undefined || here === undefined) return
  event.preventDefault()
  const next = Math.min(n - 1, Math.max(0, Number(here) + step))
  const body = event.currentTarget
  const focus = () => {
    const control = body.querySelector<HTMLElement>(`[data-index="${next}"] :is(a, input)`)
    control?.focus()
    return control !== null
  }
  scrollTo(next)
  if (!focus()) requestAnimationFrame(focus)
}
