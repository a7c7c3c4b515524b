import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { DAY } from '../../src/base/clock.ts'
import { GAUGE_RULES } from '../../src/domain/warnings/believe.ts'
import { saveGauges } from '../../src/domain/warnings/gauge-store.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance
let woken = 0

beforeEach(async () => {
  woken = 0
  // What is read here is of the next two days; nothing is read before its time.
  scene.world.clock.forward(3 * DAY)
  app = await serve({ db: scene.db, clock: scene.world.clock, onWork: () => woken++ })
  const gauge = {
    code: '01646500',
    name: 'Little Falls',
    position: [116.6, 29] as [number, number],
    rules: GAUGE_RULES,
  }
  const thresholds = [{ level: 'III', cm: 485 }]
  await scene.db.write(scene.now(), (tx) => saveGauges(tx, COUNTY, [{ ...gauge, thresholds, warns: [villageCode(1)] }]))
})

async function send(csv: string, query = '', district = COUNTY) {
  const url = `/api/v1/districts/${district}/gauges/readings${query}`
  const answer = await app.inject({ method: 'POST', url, headers: { 'content-type': 'text/csv' }, payload: csv })
  return { status: answer.statusCode, body: answer.json() }
}

const line = (time: string, level: number) => `01646500,2020-07-10T${time}:00Z,${level}\n`
const HEAD = 'station,time,level\n'
const RISEN = `${line('05:00', 480)}${line('05:15', 490)}${line('05:30', 500)}`

test('a table of levels is taken in, and what stands for no level is an outage that takes nothing back', async () => {
  const out = `${line('05:45', -999999)}${line('06:00', -999999)}${line('06:15', -999999)}`
  const sent = await send(`${HEAD}${RISEN}${out}${line('06:30', 510)}`, '?unit=cm')
  expect(sent.status).toBe(200)
  // The very first waits for the second, which bears it out.
  expect(sent.body).toMatchObject({ read: 4, believed: 4, doubted: 1 })
  expect(sent.body.crossings).toMatchObject([{ station: 'Little Falls', level: 'III', direction: 'up' }])
  expect(sent.body.faults.map((fault: { line: number }) => fault.line)).toEqual([5, 6, 7])
  expect(woken).toBe(1)
  expect(await scene.rows('warning', `source = 'gauge 01646500'`)).toHaveLength(1)
})

test('the same table again, grown, reads only what is new; a fall takes three readings', async () => {
  await send(`${HEAD}${RISEN}`, '?unit=cm')
  const fall = (minutes: string[]) => minutes.map((m) => line(m, 478)).join('')
  expect((await send(`${HEAD}${RISEN}${fall(['05:45', '06:00'])}`, '?unit=cm')).body).toMatchObject({
    read: 2,
    crossings: [],
  })
  const whole = await send(`${HEAD}${RISEN}${fall(['05:45', '06:00', '06:15'])}`, '?unit=cm')
  expect(whole.body).toMatchObject({ read: 1, crossings: [{ level: null, direction: 'down' }] })
})

test('the unit has to be said, by the header or with it; feet are feet, and gauges of elsewhere are named', async () => {
  expect(await send(`${HEAD}${RISEN}`)).toMatchObject({ status: 400, body: { code: 'GAUGE_NO_UNIT' } })
  const feet = await send('station,time,level (ft)\n01646500,2020-07-10T05:00:00Z,10\nX9,2020-07-10T05:00:00Z,10\n')
  expect(feet.body).toMatchObject({ read: 1, faults: [{ station: 'X9' }] })
  expect(await scene.rows('reading', 'cm = 304.8')).toHaveLength(1)
  expect((await send(`${HEAD}${RISEN}`, '?unit=cm', 'nowhere')).status).toBe(404)
  // Times without an offset are of the district's zone, or of the one that is given.
  await send('station,time,level_m\nLittle Falls,2020-07-11 08:00,3\n', '?zone=%2B08:00')
  expect(await scene.rows('reading', `at = '2020-07-11T00:00:00Z'`)).toHaveLength(1)
})
