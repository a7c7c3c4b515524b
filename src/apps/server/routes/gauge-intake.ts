import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readDistrict } from '../../../domain/places/read.ts'
import { LEVEL_UNITS, type LevelUnit } from '../../../domain/warnings/gauges.ts'
import { takeGaugeTable } from '../../../domain/warnings/take-table.ts'
import { GaugeTableTaken } from '../../client/calls.ts'
import { DistrictCode } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

/** A month of a hundred gauges, a line a quarter of an hour, is a third of this. */
const MOST_BYTES = 32 * 1024 * 1024
const UNITS = Object.keys(LEVEL_UNITS) as [LevelUnit, ...LevelUnit[]]

/** Takes CSV, of whatever content type: loggers label it in many ways. */
export const gaugeIntake =
  ({ db, clock, onWork }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post(
      '/districts/:district/gauges/readings',
      {
        bodyLimit: MOST_BYTES,
        schema: {
          summary: 'Takes in levels that gauges measured',
          description:
            'The body is CSV with the columns station, time and level, a line a reading, in UTF-8. The unit stands in the header ' +
            '(`level (m)`) or is given; GAUGE_NO_UNIT where neither says it. Numbers that stand for no level are outages. ' +
            'A gauge whose level is believed to have changed sends a warning of its own. The same table may be sent again.',
          tags: ['calls'],
          consumes: ['text/csv'],
          params: z.strictObject({ district: DistrictCode }),
          body: z.unknown().describe('CSV'),
          querystring: z.strictObject({
            unit: z.enum(UNITS).optional().describe('Of the levels, where the header does not say it'),
            zone: z.string().max(40).optional().describe('Offset of times without one, as +08:00'),
          }),
          response: { 200: GaugeTableTaken, ...FAULTS },
        },
      },
      async (request) => {
        const [actor, { district }] = [viewerOf(request), request.params]
        await db.read((tx) => readDistrict(tx, actor, district))
        const csv = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
        const taken = await takeGaugeTable(db, clock.now(), actor, district, csv, request.query)
        if (taken.crossings.length > 0) onWork()
        return taken
      },
    )
  }
