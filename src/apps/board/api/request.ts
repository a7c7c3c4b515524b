import type { z } from 'zod'
import { Fault } from '../../client/wire.ts'
import { addressOf, type Query } from './address.ts'

/** The code where what answered was not the server. */
export const GATEWAY = 'GATEWAY'

/** Why a request was not done: the server's coded fault, OFFLINE where it did not answer at all, GATEWAY where a proxy did. */
export class RequestFault extends Error {
  readonly code: string
  readonly advice: string
  readonly details: Record<string, unknown>
  readonly status: number

  constructor(status: number, fault: z.output<typeof Fault>) {
    super(fault.says)
    this.name = 'RequestFault'
    this.status = status
    this.code = fault.code
    this.advice = fault.do
    this.details = fault.details
  }
}

/** Asks for something and reads it by its wire shape. Throws RequestFault. */
export async function get<T extends z.ZodType>(
  shape: T,
  path: string,
  query?: Query,
  signal?: AbortSignal,
): Promise<z.output<T>> {
  return shape.parse(await send('GET', addressOf(path, query), undefined, signal))
}

/** Does something: `body` goes as JSON, or as it is where it is a file. Throws RequestFault. */
export async function act<T extends z.ZodType>(
  shape: T,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  { body, query, key }: { body?: unknown; query?: Query; key?: string } = {},
): Promise<z.output<T>> {
  return shape.parse(await send(method, addressOf(path, query), body, undefined, key))
}

async function send(method: string, address: string, body: unknown, signal?: AbortSignal, key?: string) {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (key) headers['idempotency-key'] = key
  const raw = body instanceof Blob
  if (body !== undefined) headers['content-type'] = raw ? 'application/octet-stream' : 'application/json'
  const init: RequestInit = { method, headers }
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body)
  if (signal) init.signal = signal
  const response = await fetch(address, init).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new RequestFault(0, { code: 'OFFLINE', says: 'The server does not answer.', do: '', details: {} })
  })
  const text = await response.text()
  const answer = read(text)
  if (response.ok && answer !== undefined) return answer
  const fault = Fault.safeParse(answer)
  throw new RequestFault(
    response.status,
    fault.data ?? { code: GATEWAY, says: response.statusText, do: '', details: {} },
  )
}

/** Undefined for what is no JSON: a proxy's page, which stands there in place of the server's answer. */
function read(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
