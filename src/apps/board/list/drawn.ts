import type { ReactNode } from 'react'
import type { Column, Row, useRows } from '../api/lists.ts'

/** What a list is shown from. */
export interface RowsProps {
  list: string
  columns: readonly Column[]
  query: ReturnType<typeof useRows>
  /** Whether rows were narrowed by more than where: then none is no news about the place. */
  filtered: boolean
  chosen: ReadonlyMap<string, Row>
  /** Null: rows of this list are not chosen. */
  choose: ((chosen: ReadonlyMap<string, Row>) => void) | null
  /** What stands before each row besides, to be done with it alone, what it is called, and how wide it is, in pixels. */
  doing?: { title: string; of: (row: Row) => ReactNode; width?: number } | undefined
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
}

/** What a table or a stack of cards is drawn from. */
export interface Drawn extends Omit<RowsProps, 'query' | 'filtered'> {
  rows: readonly Row[]
  /** Called when the last rows come into sight. */
  onEnd: () => void
}
