import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions, FastifyReply } from 'fastify'
import { MINUTE, SECOND } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { faultBody } from './faults.ts'
import { GUARD_HEADERS } from './guard.ts'

/** How long a request may be on its way. An answer may take longer: what is slow there is ours. */
export interface Patience {
  /** Until its headers are there, and until all of it is, in milliseconds. */
  headersMs: number
  requestMs: number
  /** How often both are looked at. */
  checkMs: number
}

/** Headers of some hundred bytes come at once; a file of 50 MB at 1.5 Mbit/s takes five minutes. */
const PATIENCE: Patience = { headersMs: 20 * SECOND, requestMs: 5 * MINUTE, checkMs: 5 * SECOND }
/** Bytes of all headers together, the address among them. */
const HEADER_BYTES = 16 * 1024

/**
 * Settings that HTTP itself is served with: half a request is given up after a while, and what is no request is answered with
 * a code as everything else is.
 */
export function httpOptions(patience: Patience = PATIENCE): FastifyHttpOptions<Server> {
  return {
    requestTimeout: patience.requestMs,
    http: {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: patience.checkMs,
      maxHeaderSize: HEADER_BYTES,
    },
    // The longest path parameter is checked by its own schema; what the router cuts off first would be no route at all.
    routerOptions: { maxParamLength: HEADER_BYTES },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      const fault = new MusterError('URL_INVALID')
      reply.headers(GUARD_HEADERS).status(400).type('application/json').send(faultBody(fault))
    },
    clientErrorHandler(error, socket) {
      answerClientError(error, socket, patience)
    },
  }
}

/** Answers what never became a request, and ends the connection: what follows on it cannot be told from the rest. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket, patience: Patience): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, fault } = clientFault(error.code ?? '', patience)
  if (socket.writable) {
    const body = JSON.stringify(faultBody(fault))
    const headers = {
      ...GUARD_HEADERS,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    }
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`)
  }
  socket.destroySoon()
}

function clientFault(code: string, patience: Patience): { status: number; fault: MusterError } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, fault: new MusterError('REQUEST_SLOW', { seconds: Math.ceil(patience.requestMs / SECOND) }) }
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  return { status, fault: new MusterError('REQUEST_INVALID', { reason: code, limit: HEADER_BYTES / 1024 }) }
}
