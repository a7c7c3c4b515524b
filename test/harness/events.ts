import { expect, vi } from 'vitest'

/** One server-sent event as it came. */
export interface Heard {
  event: string
  id: string
  data: unknown
}

/** Listens to a stream of events, as a browser does. */
export interface Listener {
  /** Everything that came, in order. */
  heard: Heard[]
  /** The newest of its kind that is as asked, once it is there: they come when they come. */
  next(event: string, such?: (data: never) => boolean): Promise<Heard>
  close(): void
}

export async function listen(url: string, lastId?: string): Promise<Listener> {
  const ends = new AbortController()
  const answer = await fetch(url, { signal: ends.signal, headers: lastId ? { 'last-event-id': lastId } : {} })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const heard: Heard[] = []
  take(answer, heard).catch(() => {})
  return {
    heard,
    next: (event, such = () => true) =>
      vi.waitFor(
        () => {
          const found = heard.findLast((h) => h.event === event && such(h.data as never))
          if (!found) throw new Error(`no ${event} among ${heard.map((h) => h.event)}`)
          return found
        },
        { timeout: 15_000, interval: 20 },
      ),
    close: () => ends.abort(),
  }
}

async function take(answer: Response, heard: Heard[]): Promise<void> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const part of answer.body ?? []) {
    const texts = (rest + decoder.decode(part, { stream: true })).split('\n\n')
    rest = texts.pop() ?? ''
    for (const text of texts) {
      const fields = new Map(text.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))
      const event = fields.get('event')
      if (event) heard.push({ event, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? 'null') })
    }
  }
}
