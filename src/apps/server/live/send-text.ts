import type { FastifyReply } from 'fastify'

/** Sends JSON that is text already: what many asked for was written once. */
export function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text)
}
