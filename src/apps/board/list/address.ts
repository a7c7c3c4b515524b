import { useNavigate, useSearch } from '@tanstack/react-router'
import { useBoard } from '../api/board.ts'
import type { ListAsking, ListDef } from '../api/lists.ts'
import { useLooking } from '../looking.ts'
import { useName } from '../ui/terms.ts'

/** What a list's address says beside what is looked at: its filters each by its key, the order, the columns. */
export interface ListAddress {
  filters: Readonly<Record<string, string>>
  sort: string | undefined
  /** The keys of the columns shown; null: the usual ones. */
  columns: string[] | null
  /** Changes the address; undefined takes a part away. Each change is a step that Back undoes. */
  change(parts: Record<string, string | undefined>): void
}

export function useListAddress(def: ListDef): ListAddress {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const given = def.filters.flatMap(({ key }) => (search[key] ? [[key, search[key]] as const] : []))
  return {
    filters: Object.fromEntries(given),
    sort: def.sorts.some((s) => s.key === search.sort) ? search.sort : undefined,
    columns: search.cols ? search.cols.split(',') : null,
    change: (parts) => void navigate({ to: '.', search: ((before: object) => ({ ...before, ...parts })) as never }),
  }
}

/** Where a list looks when its address does not say: where the reader looks. */
export interface Scope {
  filters: Readonly<Record<string, string>>
  name: string
}

/** What a list is asked, once it is known what: null while the picture is read that tells where one looks. */
export function useAsking(def: ListDef, address: ListAddress): { asking: ListAsking | null; scope: Scope | null } {
  const { lane, at } = useLooking()
  const scope = useScope()
  // Only a list that needs to be told where; the others are of everywhere.
  const missing = def.needs.some((keys) => keys.includes('area') && !keys.some((k) => address.filters[k]))
  const fits = scope && Object.keys(scope.filters).every((k) => def.filters.some((f) => f.key === k))
  const own = missing ? (fits ? scope : null) : { filters: {}, name: '' }
  return {
    scope: missing ? own : null,
    asking: own && {
      lane,
      at: def.past ? at : null,
      sort: address.sort,
      filters: { ...own.filters, ...address.filters },
    },
  }
}

/** Where the reader looks, as the filter of a list. */
export function useScope(): Scope | null {
  const { tree } = useLooking()
  const { data: board } = useBoard()
  const name = useName()
  if (!board || board.node === '') return null
  return { filters: tree === 'area' ? { area: board.node } : { unit: board.node }, name: name(board.total) }
}

/** Filters that a list needs beside where: it is of one call-out, one plan, and opens from there. */
export function lacks(def: ListDef, filters: Readonly<Record<string, string>>): boolean {
  return def.needs.some((keys) => !keys.some((k) => filters[k]))
}
