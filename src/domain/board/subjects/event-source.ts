import type { Fragment, Tx } from '../../../db/connect.ts'
import type { EventKind } from './model.ts'

/**
 * Where a subject's history is read from: each source is a query of rows (key, at, kind, act, actor, about_kind, about,
 * detail) over an index of the subject, and is asked for no more than a page of its newest.
 */
export interface Source {
  kind: EventKind
  /** The moments it tells of, for the order and the page. */
  at: Fragment
  rows: Fragment
  where: Fragment
}

/** Somebody as an actor stands in rows. */
export const PERSON = (tx: Tx, id: Fragment) => tx`'person:' || ${id}`
