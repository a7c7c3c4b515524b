import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'

/**
 * PGlite starts with `-F`, which leaves the writing to disk to whenever the system likes: a power cut would lose records
 * that a phone was told are safe. So fsync is on, by the one method that reaches the file layer below: PGlite's fdatasync
 * does nothing and says it did.
 */
export const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((flag) => flag !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
]

/** What of Emscripten's file layer over Node is used here: an open file has `nfd`, Node's descriptor; a folder has none. */
interface NodeFiles {
  realPath(node: unknown): string
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number }
}

/** Gives the file layer of a cluster in a folder the fsync that it lacks. A commit then waits for the disk. */
export function makeDurable(pg: PGlite): void {
  const files = pg.Module.FS.filesystems.NODEFS as unknown as NodeFiles
  files.stream_ops.fsync = ({ nfd, node }) => {
    if (nfd === undefined) syncFolder(files.realPath(node))
    else fdatasyncSync(nfd)
    return 0
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
