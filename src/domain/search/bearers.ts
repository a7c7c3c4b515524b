import type { Fragment, Tx } from '../../db/connect.ts'
import type { NamedKind } from './model.ts'

/** What is looked for among: as of a moment, in one lane, perhaps in one district. */
export interface Scope {
  at: Date
  lane: string
  district: string | null
  limit: number
  /** Things are asked for on several nodes at once. */
  spread: boolean
}

/** A row of what bears a name or a code. `area` is where it is, if its own row says so. */
export interface Bearer {
  kind: NamedKind
  district: string | null
  id: string
  type: string | null
  name: string
  names: Record<string, string>
  code: string | null
  area: string | null
}

/** Where the title of a warning is, in the words of index warning_named. */
const TITLE = (tx: Tx) =>
  tx`left(coalesce(b.parsed #>> '{infos,0,headline}', b.parsed #>> '{infos,0,event}', b.identifier), 200)`

/**
 * A kind of thing as a table `b`: its columns as a `Bearer` has them, and which of its rows are there at the moment. Who was
 * sent to another district has a row there too and is found at home, unless that district is asked for.
 */
interface Source {
  columns(tx: Tx): Fragment
  table: string
  name(tx: Tx): Fragment
  /** As it stands in search_name. */
  said(tx: Tx): Fragment
  /** Rows that are indexed at all. */
  indexed(tx: Tx): Fragment
  there(tx: Tx, scope: Scope): Fragment
  order(tx: Tx): Fragment
}

/** That two rows have the same name and further names (index search_name_known): texts that may be too long for an index. */
export const sameName = (tx: Tx, one: Fragment, other: Fragment): Fragment => tx`
  md5(${one}.name) = md5(${other}.name) and md5(${one}.said) = md5(${other}.said)`

export const SOURCES: Readonly<Record<NamedKind, Source>> = {
  person: {
    columns: (tx) => tx`'person' as kind, b.district, b.id::text, null as type, b.name, b.names, b.code, null as area`,
    table: 'person',
    name: (tx) => tx`b.name`,
    said: (tx) => tx`b.names::text`,
    indexed: (tx) => tx`true`,
    there: (tx, { at, district }) =>
      tx`b.left_at > ${at} and ${district === null ? tx`b.home_district is null` : tx`b.district = ${district}`}`,
    order: (tx) => tx`b.district, b.id`,
  },
  unit: {
    columns: (tx) => tx`'unit' as kind, b.district, b.id::text, b.kind as type, b.name, b.names, b.code, b.area`,
    table: 'unit',
    name: (tx) => tx`b.name`,
    said: (tx) => tx`b.names::text`,
    indexed: (tx) => tx`true`,
    there: (tx, { at, district }) =>
      tx`b.founded <= ${at} and b.dissolved > ${at} ${district === null ? tx`` : tx`and b.district = ${district}`}`,
    order: (tx) => tx`b.district, b.id`,
  },
  area: {
    columns: (tx) =>
      tx`'area' as kind, b.district, b.code as id, b.kind as type, b.name, b.names, b.code, b.parent as area`,
    table: 'area',
    name: (tx) => tx`b.name`,
    said: (tx) => tx`b.names::text`,
    indexed: (tx) => tx`true`,
    there: (tx, { at, district }) =>
      tx`(b.closed is null or b.closed > ${at}) ${district === null ? tx`` : tx`and b.district = ${district}`}`,
    order: (tx) => tx`b.code`,
  },
  place: {
    columns: (tx) =>
      tx`'place' as kind, b.district, b.id::text, b.kind as type, b.name, '{}'::jsonb as names, b.code, b.area`,
    table: 'place',
    name: (tx) => tx`b.name`,
    said: (tx) => tx`'{}'`,
    // Where somebody lives is nobody's to look up by name.
    indexed: (tx) => tx`b.kind <> 'household'`,
    there: (tx, { at, district }) =>
      tx`b.kind <> 'household' and b.opened <= ${at} and b.closed > ${at}
        ${district === null ? tx`` : tx`and b.district = ${district}`}`,
    order: (tx) => tx`b.district, b.id`,
  },
  warning: {
    columns: (tx) =>
      tx`'warning' as kind, null as district, b.id::text, b.level as type, ${TITLE(tx)} as name,
        b.parsed -> 'headlines' as names, b.identifier as code, b.codes[1] as area`,
    table: 'warning',
    name: TITLE,
    said: (tx) => tx`jsonb_build_object('headlines', b.parsed -> 'headlines', 'events', b.parsed -> 'events')::text`,
    indexed: (tx) => tx`true`,
    there: (tx, { at, lane, district }) =>
      tx`b.lane = ${lane} and b.received_at <= ${at} ${district === null ? tx`` : tx`and ${district} = any(b.codes)`}`,
    order: (tx) => tx`least(b.sent, b.received_at) desc, b.id`,
  },
}
