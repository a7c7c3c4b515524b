/**
 * One server-sent event as bytes, made once for all who get it. `data` is JSON and so without line breaks; `id` is what a
 * browser hands back when it has lost the connection (HTML Living Standard §9.2).
 */
export function frame(event: string, data: string, id: string): Buffer {
  return Buffer.from(`event: ${event}\n${id === '' ? '' : `id: ${id}\n`}data: ${data}\n\n`)
}
