import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { ImportPage, ImportRowPage, type ImportSettings, ImportShape } from '../../client/imports.ts'
import { Fault } from '../../client/wire.ts'
import { addressOf } from './address.ts'
import { act, get, RequestFault } from './request.ts'

export type Import = z.output<typeof ImportShape>
export type Settings = z.output<typeof ImportSettings>
export type RowState = z.output<typeof ImportRowPage>['items'][number]['state']

/** While something is done with an import it is asked how far that is: it is known in the server's process alone. */
const FOLLOW_MS = 400
const pathOf = (id: string) => `/imports/${encodeURIComponent(id)}`

/** The files that were sent, newest first. */
export function useImports() {
  return useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ signal, pageParam }) => get(ImportPage, '/imports', { limit: 50, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((item) => item.work)) ? FOLLOW_MS * 3 : false,
    meta: { topics: ['register'] },
  })
}

/** One import, followed while something is done with it. */
export function useImport(id: string) {
  return useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get(ImportShape, pathOf(id), {}, signal),
    refetchInterval: ({ state }) => (state.data?.work ? FOLLOW_MS : false),
  })
}

/** Rows of a read import, a page at a time. */
export function useImportRows(id: string, state: RowState, read: Date) {
  return useInfiniteQuery({
    queryKey: ['imports', id, 'rows', state, read.toISOString()],
    queryFn: ({ signal, pageParam }) =>
      get(ImportRowPage, `${pathOf(id)}/rows`, { state, limit: 100, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

/** Where all rows of a state are had as a file. */
export const rowsFile = (id: string, state: RowState) => addressOf(`${pathOf(id)}/rows`, { state, format: 'csv' })

/** A change of how a file is read: its new settings, from how the import stands when the change is sent. */
export type SettingsChange = (now: Import) => Settings

type Step = { do: 'set'; change: SettingsChange } | { do: 'read' | 'accept' | 'drop' }

/**
 * Takes an import on by a step; what the server answers is how it then stands. Steps are sent one after another, each change made
 * to what the last one answered: settings are sent whole, so two made quickly from what is drawn would undo each other.
 */
export function useImportStep(id: string) {
  const queries = useQueryClient()
  return useMutation({
    scope: { id: `import ${id}` },
    mutationFn: async (step: Step) => {
      if (step.do === 'set')
        return act(ImportShape, 'PUT', pathOf(id), { body: step.change(await current(queries, id)) })
      if (step.do === 'drop') return act(ImportShape, 'DELETE', pathOf(id))
      return act(ImportShape, 'POST', `${pathOf(id)}/${step.do}`)
    },
    onSuccess: (now) => keep(queries, now),
    onError: () => void queries.invalidateQueries({ queryKey: ['imports', id], exact: true }),
  })
}

/** How an import stands, without what was asked of it before the last step and is answered after it. */
async function current(queries: QueryClient, id: string): Promise<Import> {
  const queryKey = ['imports', id]
  await queries.cancelQueries({ queryKey, exact: true })
  return queries.getQueryData<Import>(queryKey) ?? get(ImportShape, pathOf(id), {})
}

/** Keeps how an import stands, so that its page need not ask for what is known. */
export function keep(queries: QueryClient, now: Import): void {
  queries.setQueryData(['imports', now.id], now)
  void queries.invalidateQueries({ queryKey: ['imports'], exact: true })
}

/**
 * Sends a file, and tells how much of it has gone (0 to 1): a request of the older kind, since `fetch` tells of the answer
 * only. Throws RequestFault; an aborted one throws the signal's reason.
 */
export function sendFile(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf('/imports', { name: file.name }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total)
    request.onload = () => {
      try {
        const answer: unknown = JSON.parse(request.responseText)
        if (request.status < 300) resolve(ImportShape.parse(answer))
        else reject(new RequestFault(request.status, Fault.parse(answer)))
      } catch {
        reject(new RequestFault(request.status, { code: 'FAULT', says: request.statusText, do: '', details: {} }))
      }
    }
    const offline = { code: 'OFFLINE', says: 'The server does not answer.', do: '', details: {} }
    request.onerror = () => reject(new RequestFault(0, offline))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
