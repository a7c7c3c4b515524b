import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { SECOND } from '../../src/base/clock.ts'
import { COUNTY } from '../harness/county.ts'
import { addHouseholds } from '../harness/many-households.ts'
import { useScene } from '../harness/scene.ts'

/** Fifty who read a hundred bytes a second hold up nobody, and the server keeps no more for them than it would for others. */

const scene = useScene()
const CLIENTS = 50
const MIB = 1024 * 1024
let app: FastifyInstance
let folder = ''
let path = ''
const far = new Set<Socket>()
const near = new Set<Socket>()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-slow-'))
  // A socket of the system, whose buffers are small: what a client does not take stays with the server.
  path = join(folder, 'socket')
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
  app.server.on('connection', (socket: Socket) => {
    near.add(socket)
    socket.on('close', () => near.delete(socket))
  })
  await app.listen({ path })
})
afterEach(async () => {
  for (const socket of far) socket.destroy()
  far.clear()
  await app.close()
  rmSync(folder, { recursive: true })
})

/** Asks for something and takes ten bytes of it every tenth of a second. */
function slowly(what: string): void {
  const socket = connect(path, () => socket.write(`GET ${what} HTTP/1.1\r\nhost: localhost\r\n\r\n`))
  far.add(socket)
  const timer = setInterval(() => socket.read(10), SECOND / 10)
  socket.on('readable', () => {})
  socket.on('error', () => {})
  socket.on('close', () => clearInterval(timer))
}

/** How long somebody waits who reads as fast as it comes, and what they are answered. */
function quickly(what: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: path, path: what, headers: { host: 'localhost' }, agent: false }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Bytes that the server holds for all who have not taken them. */
const heldBack = () => [...near].reduce((sum, socket) => sum + socket.writableLength, 0)

test('a list that is read slowly is made as slowly: page by page, while others get theirs whole', async () => {
  await addHouseholds(scene.db, scene.now(), 20_000)
  const list = `/api/v1/lists/places?district=${COUNTY}&format=csv&limit=200`
  const whole = await quickly(list)
  expect(whole.status).toBe(200)
  expect(whole.bytes).toBeGreaterThan(MIB)
  for (let n = 0; n < CLIENTS; n++) slowly(list)
  while (near.size < CLIENTS) await sleep(50)
  for (let n = 0; n < 5; n++) {
    expect((await quickly('/api/v1/health')).status).toBe(200)
    expect((await quickly(`/api/v1/board?node=${COUNTY}`)).status).toBe(200)
  }
  expect(await quickly(list)).toEqual(whole)
  expect(heldBack()).toBeLessThan((CLIENTS * whole.bytes) / 2)
})

test('events that are not taken are not kept: who reads slowly is left out until they have caught up', async () => {
  await scene.warn([1], { severity: 'Severe' })
  const live = `/api/v1/live?node=${COUNTY}`
  for (let n = 0; n < CLIENTS; n++) slowly(live)
  while (near.size < CLIENTS) await sleep(50)
  for (let n = 0; n < 8; n++) {
    await scene.give(`H2-${String(n + 1).padStart(2, '0')}`, 'helper', 'P2-5')
    expect((await quickly('/api/v1/health')).status).toBe(200)
    await sleep(SECOND / 2)
  }
  expect((await quickly(`/api/v1/board?node=${COUNTY}`)).status).toBe(200)
  expect(heldBack()).toBeLessThan(CLIENTS * 2 * MIB)
})
