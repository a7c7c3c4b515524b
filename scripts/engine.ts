/**
 * Makes of PostGIS's bundle the light one that the embedded engine starts with (src/db/postgis.ts), unless it is there. Runs
 * once after `npm ci`, and before `npm start` and `npm test`.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { bundles } from '../src/db/postgis.ts'

/** What a register needs: vectors, and projections, which distances over ground ask for. */
const NEEDED =
  /^(lib\/postgresql\/postgis-3\.so|share\/postgresql\/extension\/postgis(--[\d.]+\.sql|\.control)|share\/proj\/.*)$/

const { whole, light } = bundles()

if (!existsSync(light)) {
  mkdirSync(dirname(light), { recursive: true })
  // Under another name until it is whole: a start meanwhile takes the whole bundle.
  const making = `${light}.${process.pid}`
  writeFileSync(making, gzipSync(lightened(gunzipSync(readFileSync(whole))), { level: 1 }))
  renameSync(making, light)
}

/** An archive with the files that are needed. A record is a header of 512 bytes and the file, filled up to as many (ustar). */
function lightened(archive: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at < archive.length; ) {
    const name = textAt(at, 100)
    if (name === '') break
    const size = Number.parseInt(textAt(at + 124, 12), 8)
    const end = at + 512 + Math.ceil(size / 512) * 512
    if (name.endsWith('/') || NEEDED.test(name)) kept.push(archive.subarray(at, end))
    at = end
  }
  // Two empty records end an archive.
  return Buffer.concat([...kept, Buffer.alloc(1024)])

  function textAt(from: number, length: number): string {
    return archive
      .toString('latin1', from, from + length)
      .replace(/\0.*$/s, '')
      .trim()
  }
}
