import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readArea, readAreasBelow } from '../../../domain/places/read.ts'
import { AreaPage, AreaShape } from '../../client/register.ts'
import { AreaCode, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const params = z.strictObject({ code: AreaCode })
const tags = ['register']

export const areaRoutes =
  ({ db }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/areas',
      {
        schema: {
          summary: 'The roots of the administrative tree',
          tags,
          querystring: PageQuery,
          response: { 200: AreaPage, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readAreasBelow(tx, viewerOf(request), null, request.query)),
    )
    app.get(
      '/areas/:code',
      { schema: { summary: 'One area', tags, params, response: { 200: AreaShape, ...FAULTS } } },
      (request) => db.read((tx) => readArea(tx, viewerOf(request), request.params.code)),
    )
    app.get(
      '/areas/:code/below',
      {
        schema: {
          summary: 'The areas just below one, by code',
          tags,
          params,
          querystring: PageQuery,
          response: { 200: AreaPage, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readAreasBelow(tx, viewerOf(request), request.params.code, request.query)),
    )
  }
