import type { FastifyRequest } from 'fastify'

/** Makes a list of a body that is one object by itself, before it is validated: a device with one thing to tell sends that. */
export async function listOfOne(request: FastifyRequest): Promise<void> {
  if (request.body !== undefined && !Array.isArray(request.body)) request.body = [request.body]
}
