import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { type Details, type ErrorKind, MusterError } from '../../base/errors.ts'
import { shorten } from '../../base/input.ts'
import { isValueFault } from '../../db/sqlstate.ts'
import { Fault } from '../client/wire.ts'

/** `refused` is 422 and not 403: it is the register that says no, whoever asks. */
const STATUS: Record<ErrorKind, number> = {
  input: 400,
  missing: 404,
  conflict: 409,
  refused: 422,
  busy: 503,
  fault: 500,
}

/** A body that is not JSON, too large, or of a type not read keeps the status that HTTP has for it. */
const STATUS_BY_CODE: Partial<Record<MusterError['code'], number>> = {
  BODY_TOO_LARGE: 413,
  BODY_TYPE: 415,
  BODY_ENCODING: 415,
  HOST_UNKNOWN: 421,
  ORIGIN_FOREIGN: 403,
  // Nobody reads it; the log tells it from a sender's fault.
  CLIENT_LEFT: 499,
  // The database is out of reach, which is no fault of this server's: the same can be sent again.
  DB_UNREACHABLE: 503,
  DB_GONE: 503,
}

/** After how many seconds what was refused with 503 may be sent again. */
const RETRY_AFTER = 5

/** The answers that every route may give beside its own. */
export const FAULTS = { '4xx': Fault, '5xx': Fault }

/** Longest sentence and longest detail of an answer: what somebody sent is echoed to be recognised, not to be sent back. */
const SAID_LENGTH = 2_000
const DETAIL_LENGTH = 500

/** A coded error as it is answered. */
export function faultBody(error: MusterError): z.output<typeof Fault> {
  return {
    code: error.code,
    says: shorten(error.message, SAID_LENGTH),
    do: shorten(error.advice, SAID_LENGTH),
    details: shortened(error.details),
  }
}

function shortened(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string' ? shorten(value, DETAIL_LENGTH) : value,
    ]),
  )
}

/** Turns every error into a coded answer; what is not ours is logged whole and told as FAULT, with nothing of its inside. */
export function answerFaults(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, fault } = faultOf(error, request)
    // A connection that is closed while its body still comes is reset, and the sender never reads why: the rest is passed over.
    if (fault.code === 'BODY_TOO_LARGE') reply.removeHeader('connection')
    if (status === 503) reply.header('retry-after', RETRY_AFTER)
    return reply.status(status).type('application/json').send(faultBody(fault))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? request.url
    return reply.status(404).send(faultBody(new MusterError('ROUTE_UNKNOWN', { method: request.method, path })))
  })
}

/** The coded error behind one, and its status; the server's own faults are logged. */
export function faultOf(error: unknown, request: FastifyRequest): { status: number; fault: MusterError } {
  const fault = asCoded(error as FastifyError, request)
  const status = STATUS_BY_CODE[fault.code] ?? STATUS[fault.kind]
  // A value that only the database refused is the sender's fault, and a check of ours that is missing: the log has its place.
  if (status >= 500 || fault.code === 'VALUE_UNFIT') {
    request.log.error({ err: error, route: request.routeOptions.url, statement: statementOf(error) }, fault.message)
  }
  return { status, fault }
}

/** The beginning of the statement that failed: which of ours it is, without what was sent with it. */
function statementOf(error: unknown): string | undefined {
  const query = (error as { query?: unknown } | null)?.query
  return typeof query === 'string' ? shorten(query.replace(/\s+/g, ' ').trim(), 200) : undefined
}

function asCoded(error: FastifyError, request: FastifyRequest): MusterError {
  if (error instanceof MusterError) return error
  if (isValueFault(error)) return new MusterError('VALUE_UNFIT', { request: request.id }, { cause: error })
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { instancePath, message } = error.validation[0] ?? {}
    const where = [error.validationContext ?? '', ...(instancePath ?? '').split('/')]
      .filter((part) => part !== '')
      .join('.')
    return new MusterError('BAD_INPUT', { what: `${where}: ${message}`, where, faults: error.validation.length })
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new MusterError('BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? null })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new MusterError('BODY_TYPE', { type: request.headers['content-type'] ?? '' })
  }
  // Fastify's own faults of the sender (a body that is not JSON, an empty one) are told as it tells them.
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new MusterError('BAD_INPUT', { what: `${error.message}.` })
  return new MusterError('FAULT', { request: request.id }, { cause: error })
}
