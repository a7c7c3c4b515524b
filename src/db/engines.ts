/** Where the register lives. One dialect and one driver for all three; what differs between them is told here, once. */
export type EngineName = 'embedded' | 'server' | 'distributed'

/** What a caller may rely on. A store never asks which engine it runs on, and seldom needs to ask even this. */
export interface Capabilities {
  /** COPY to and from the client. Embedded breaks the connection on it, so bulk writes are `rows()` everywhere. */
  readonly copy: boolean
  /** LISTEN and NOTIFY across connections. Embedded has one connection, which would only hear itself. */
  readonly listen: boolean
  /** ST_AsMVT. The embedded PostGIS is built without protobuf: tiles are made from rows instead. */
  readonly mvt: boolean
  /** Whether two transactions can run at the same moment. Embedded runs them one after another, in the order asked. */
  readonly parallel: boolean
  /** Whether another process may work on the same data: a second engine, a second web server. */
  readonly shared: boolean
  /** Whether tables are spread over nodes by `district`: joins and unique keys then have to stay inside one. */
  readonly distributed: boolean
}

export const ENGINES: Readonly<Record<EngineName, Capabilities>> = {
  embedded: { copy: false, listen: false, mvt: false, parallel: false, shared: false, distributed: false },
  server: { copy: true, listen: true, mvt: true, parallel: true, shared: true, distributed: false },
  distributed: { copy: true, listen: true, mvt: true, parallel: true, shared: true, distributed: true },
}

/**
 * What is set for the length of every write. On Citus:
 *
 * - One connection to each node and not several: a transaction that has read a table over several may no longer write one that
 *   lies whole on every node (area, playbook, warning) and that the first points at.
 * - `learnSizes` does nothing: ANALYZE of a spread table is sent to every node, and refused after a statement that the
 *   coordinator could do by itself. The nodes look for themselves, about once a minute.
 */
export const SET_FOR_WRITES: Readonly<Record<EngineName, readonly (readonly [name: string, value: string])[]>> = {
  embedded: [],
  server: [],
  distributed: [
    ['citus.multi_shard_modify_mode', 'sequential'],
    ['muster.learn_sizes', 'off'],
  ],
}

/** The oldest PostgreSQL that Muster runs on, as `server_version_num` tells it and as people do. */
export const OLDEST_SERVER = { number: 150_000, name: 'PostgreSQL 15' } as const

/** Extensions of PostgreSQL that every engine needs: shapes, and exclusion of overlapping ranges beside plain columns. */
export const EXTENSIONS = ['postgis', 'btree_gist'] as const
