import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { MusterError } from '../../../base/errors.ts'

/** Whether the file is there to be read. */
export async function hasBaseMap(path: string | undefined): Promise<boolean> {
  return path !== undefined && (await sizeOf(path)) !== null
}

/**
 * Sends the base map, or the part of it that is asked for (RFC 9110 §14): a PMTiles file is read by the browser itself, a
 * few kilobytes at a time. BASEMAP_MISSING.
 */
export async function sendBaseMap(path: string | undefined, request: FastifyRequest, reply: FastifyReply) {
  const file = path === undefined ? null : await sizeOf(path)
  if (path === undefined || file === null) throw new MusterError('BASEMAP_MISSING')
  const etag = `"${file.size}-${file.changed}"`
  reply.type('application/vnd.pmtiles').header('accept-ranges', 'bytes').header('etag', etag)
  reply.header('cache-control', 'private, no-cache')
  if (request.headers['if-none-match'] === etag) return reply.status(304).send()
  const range = partOf(request.headers.range, file.size)
  if (range === 'none') return reply.status(416).header('content-range', `bytes */${file.size}`).send()
  const [from, to] = range ?? [0, file.size - 1]
  if (range) reply.status(206).header('content-range', `bytes ${from}-${to}/${file.size}`)
  return reply.header('content-length', to - from + 1).send(createReadStream(path, { start: from, end: to }))
}

async function sizeOf(path: string): Promise<{ size: number; changed: number } | null> {
  try {
    const { size, mtimeMs } = await stat(path)
    return { size, changed: Math.round(mtimeMs) }
  } catch {
    return null
  }
}

/** The first and last byte of a single range; null: the whole; `none`: it lies outside the file. */
function partOf(header: string | undefined, size: number): [number, number] | null | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to || from >= size ? 'none' : [from, to]
}
