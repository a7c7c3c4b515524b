import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostsOf, readHosts } from '../../src/apps/server/hosts.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { newId } from '../../src/base/ids.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  const patience = { headersMs: 300, requestMs: 400, checkMs: 50 }
  app = await makeServer({ db: scene.db, clock: scene.world.clock, hosts: ['muster.example'], patience })
})
afterEach(() => app.close())

const JSON_TYPE = { 'content-type': 'application/json' }
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })
const post = (url: string, payload: string | object | Buffer, headers: Record<string, string> = JSON_TYPE) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload })

/** All that comes back on a connection on which these bytes were sent, until the server ends it. */
async function raw(bytes: string | Buffer): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  const parts: Buffer[] = []
  socket.on('data', (part) => parts.push(part))
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(parts).toString()
}

describe('names under which the server is asked', () => {
  test('a page whose name was pointed at this machine reads nothing and does nothing', async () => {
    const host = 'evil.example:7070'
    for (const url of ['/api/v1/lists/people?district=1', '/status', '/api/v1/live', '/nowhere']) {
      const answer = await get(url, { host })
      expect([answer.statusCode, answer.body.includes('Muster is not served under the name')]).toEqual([421, true])
    }
    const answer = await post('/playbooks/check', { text: 'x' }, { ...JSON_TYPE, host, origin: `http://${host}` })
    expect(answer.statusCode).toBe(421)
  })

  test('its own names, the address it listens on and those it was given are served', async () => {
    for (const host of ['localhost:7070', '127.0.0.1', '[::1]:7070', 'MUSTER.example'])
      expect((await get('/api/v1/health', { host })).statusCode).toBe(200)
    const listening = hostsOf('10.0.0.5', [])
    expect(() => listening.check('10.0.0.5:7070')).not.toThrow()
    expect(() => listening.check('10.0.0.6:7070')).toThrow('10.0.0.6')
    expect(() => listening.check('localhost.evil.example')).toThrow()
    expect(() => hostsOf('0.0.0.0', []).check('10.0.0.6:7070')).not.toThrow()
    expect(() => hostsOf('0.0.0.0', []).check('evil.example')).toThrow()
    expect(() => hostsOf(undefined, []).check('localhost/@evil.example')).not.toThrow()
    expect(readHosts(' a.example, b ,')).toEqual(['a.example', 'b'])
    expect(() => readHosts('http://a.example')).toThrow('MUSTER_HOSTS')
  })

  test('an act is taken from a page of its own, and from no other port, address or site', async () => {
    const act = (headers: Record<string, string>) =>
      post('/playbooks/check', { text: 'x' }, { ...JSON_TYPE, host: 'localhost:7070', ...headers })
    for (const origin of ['http://localhost:7070', 'http://127.0.0.1:7070', 'http://muster.example:7070'])
      expect((await act({ origin })).statusCode).toBe(200)
    for (const origin of ['http://localhost:9999', 'http://evil.example:7070', 'http://10.0.0.6:7070', 'null', 'x'])
      expect((await act({ origin })).json().code).toBe('ORIGIN_FOREIGN')
    expect((await act({ 'sec-fetch-site': 'cross-site' })).json().code).toBe('ORIGIN_FOREIGN')
    expect((await act({})).statusCode).toBe(200)
  })

  test('every answer carries the policy: a page, a fault, a stream of events', async () => {
    const policy = "default-src 'none'"
    for (const url of ['/status', '/api/v1/health', '/api/v1/board?node=nowhere', '/nowhere.x'])
      expect((await get(url)).headers['content-security-policy']).toContain(policy)
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const stream = await fetch(`http://127.0.0.1:${port}/api/v1/live`)
    expect(stream.headers.get('content-security-policy')).toContain(policy)
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff')
    await stream.body?.cancel()
  })
})

describe('what is no request', () => {
  test.each([
    ['half of its headers', 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
    [
      'half of its body',
      'POST /api/v1/playbooks/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"te',
    ],
  ])('one that sends %s is given up with a code', async (_, half) => {
    const answer = await raw(half)
    expect(answer).toContain('408 Request Timeout')
    expect(answer).toContain('REQUEST_SLOW')
  })

  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['a method that there is not', 'MUSTER /x HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'REQUEST_INVALID'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
      'REQUEST_INVALID',
    ],
    ['an address of 40 KB', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431, 'REQUEST_INVALID'],
  ])('%s is answered with a code', async (_, bytes, status, code) => {
    const answer = await raw(bytes)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer).toContain(code)
  })

  test.each([
    ['bad percent-encoding', '/api/v1/areas/%zz', 400, 'URL_INVALID'],
    ['half of a character', '/api/v1/areas/%F0%28', 400, 'URL_INVALID'],
    ['a NUL in a path', '/api/v1/areas/%00', 400, 'BAD_INPUT'],
    ['a long path parameter', `/api/v1/areas/${'9'.repeat(5_000)}`, 400, 'BAD_INPUT'],
    ['a parameter twice', '/api/v1/board?node=1&node=2', 400, 'BAD_INPUT'],
    ['a parameter that there is not', '/api/v1/board?colour=red', 400, 'BAD_INPUT'],
    ['the year 0', '/api/v1/board?at=0000-01-01T00:00:00Z', 400, 'BAD_INPUT'],
    ['an offset that no place has', '/api/v1/board?at=2020-01-01T00:00:00%2B23:00', 400, 'BAD_INPUT'],
    ['a filter of 201 values', `/api/v1/lists/places?district=${COUNTY}&kind=${'x,'.repeat(201)}x`, 400, 'LIST_FILTER'],
  ])('%s in an address is answered with a code', async (_, url, status, code) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test.each([
    ['compressed', { 'content-encoding': 'gzip' }, 415, 'BODY_ENCODING'],
    ['of another type', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BODY_TYPE'],
    ['that is no JSON', {}, 400, 'BAD_INPUT'],
  ])('a body %s is answered with a code', async (_, headers, status, code) => {
    const answer = await post('/playbooks/check', '{', { ...JSON_TYPE, ...headers })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('a body that is too large is answered before the connection is reset', async () => {
    const size = (1 << 20) + 1
    const head = `POST /api/v1/duties HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`
    const answer = await raw(Buffer.concat([Buffer.from(head), Buffer.alloc(size, ' ')]))
    expect(answer).toContain('BODY_TOO_LARGE')
  })

  test('of what was sent only the beginning is said again', async () => {
    const answer = await post('/districts/1/absences', { person: 'x', kind: 'a'.repeat(900_000) })
    expect([answer.statusCode, answer.body.length < 5_000]).toEqual([400, true])
    const mark = Buffer.from(JSON.stringify(['x'.repeat(9_000)])).toString('base64url')
    expect((await get(`/api/v1/areas?after=${mark}`)).body.length).toBeLessThan(1_000)
  })

  test('HEAD is GET without its body, and OPTIONS opens nothing to others', async () => {
    const head = await app.inject({ method: 'HEAD', url: '/api/v1/health' })
    expect([head.statusCode, head.body]).toEqual([200, ''])
    const options = await app.inject({ method: 'OPTIONS', url: '/api/v1/warnings', headers: { origin: 'http://x' } })
    expect([options.statusCode, options.headers['access-control-allow-origin']]).toEqual([404, undefined])
  })
})

describe('marks of pages', () => {
  test.each([
    ['of another list', ['places code', 'x', 'y', 'infinity']],
    ['of another order', ['people name', 'x', newId(new Date())]],
    ['without the list', ['x', newId(new Date())]],
    ['with a NUL', ['people code', '\0', newId(new Date())]],
    ['with half of a character', ['people code', '\ud800', newId(new Date())]],
    ['with what is no id', ['people code', 'x', 'y']],
    ['with a number past all', ['people code', 1e300, newId(new Date())]],
    ['that is no list', { a: 1 }],
  ])('a mark %s is refused as none of ours', async (_, key) => {
    const after = Buffer.from(JSON.stringify(key)).toString('base64url')
    const answer = await get(`/api/v1/lists/people?district=${COUNTY}&sort=code&after=${after}`)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'BAD_CURSOR'])
  })

  test.each(['0000-01-01T00:00:00.000Z', '+275760-09-13T00:00:00.000Z', 8.64e15])(
    'a moment that no row has, %s, is no mark',
    async (moment) => {
      const after = Buffer.from(JSON.stringify([moment, newId(new Date())])).toString('base64url')
      const answer = await get(`/api/v1/warnings?after=${after}`)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'BAD_CURSOR'])
    },
  )
})

describe('duties that cannot be', () => {
  test.each([
    ['that end before they begin', { starts: '2027-01-02T00:00:00Z', ends: '2027-01-01T00:00:00Z' }, 400, 'DUTY_SPAN'],
    ['that end as they begin', { starts: '2027-01-02T00:00:00Z', ends: '2027-01-02T00:00:00Z' }, 400, 'DUTY_SPAN'],
    ['that end before now', { ends: '2020-01-01T00:00:00Z' }, 400, 'DUTY_SPAN'],
    ['in the year 9999', { ends: '9999-12-31T23:59:59-14:00' }, 400, 'BAD_INPUT'],
    ['in a role with a NUL', { role: 'a\0b' }, 400, 'BAD_INPUT'],
    ['in a role with half of a character', { role: '\ud83c' }, 400, 'BAD_INPUT'],
    ['in a role of 100,000 characters', { role: 'x'.repeat(100_000) }, 400, 'BAD_INPUT'],
    ['of a district that there is not', { district: '36112800' }, 404, 'DISTRICT_UNKNOWN'],
  ])('%s are refused by name', async (_, change, status, code) => {
    const duty = { district: COUNTY, subject: scene.id('S01'), role: 'patrol', holder: scene.id('P1-4'), ...change }
    const answer = await post('/duties', duty)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('a person is no place, and a place is no person', async () => {
    const [place, person] = [scene.id('S01'), scene.id('P1-4')]
    const give = async (subject: string, holder: string) =>
      (await post('/duties', { district: COUNTY, subject, role: 'patrol', holder })).json().code
    expect(await give(person, person)).toBe('PLACE_UNKNOWN')
    expect(await give(place, place)).toBe('PERSON_UNKNOWN')
  })
})
