import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.ts'
export const statusPage = (_c: Context): FastifyPluginAsync => async () => {}
