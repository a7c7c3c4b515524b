import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { describe, expect, inject, test } from 'vitest'
import type { Tx } from '../../src/db/connect.ts'
import { saidBy } from '../harness/child.ts'
import { codeOf, useOwnServer } from '../harness/own-server.ts'
import { START } from '../harness/world.ts'

const server = useOwnServer()

/** Ends the backend of a transaction from outside. */
async function endBackend(tx: Tx): Promise<void> {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
  const admin = postgres(server.url, { max: 1 })
  await admin`select pg_terminate_backend(${row?.pid ?? 0})`
  await admin.end()
}

describe.skipIf(inject('template').engine !== 'server')('a database server (told only where the run is on one)', () => {
  test('that ends one backend fails the transaction on it alone', async () => {
    const db = await server.open(2)
    const other = db.read((tx) => tx`select pg_sleep(1), 'there' as answer`)
    const ended = db.write(START, async (tx) => {
      await tx`insert into tally values (1)`
      await endBackend(tx)
      await tx.savepoint((inner) => inner`insert into tally values (2)`)
    })
    expect(await codeOf(ended)).toBe('DB_UNREACHABLE')
    expect(await other).toMatchObject([{ answer: 'there' }])
    expect(await db.read((tx) => tx`select n from tally`)).toEqual([])
  })

  test('whose backend ended gets nothing of the old transaction into the next one', async () => {
    const db = await server.open(1)
    let goOn = () => {}
    const nextIsThere = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let old: Promise<void> | undefined
    const ended = db.write(START, (tx) => {
      old = (async () => {
        const made = tx`insert into tally values (2)`
        await endBackend(tx)
        await nextIsThere
        // A statement that is made only now is refused. One that was made before goes nowhere, and does not end the process.
        expect(() => tx`insert into tally values (3)`).toThrow('has ended')
        made.execute()
      })()
      return new Promise(() => {})
    })
    expect(await codeOf(ended)).toBe('DB_UNREACHABLE')
    await db.write(START, async (tx) => {
      await tx`insert into tally values (4)`
      goOn()
      await old
      await sleep(50)
    })
    expect(await db.read((tx) => tx`select n from tally`)).toEqual([{ n: 4 }])
    await db.write(START, (tx) => tx`truncate tally`)
  })

  test('does not end the process by what the driver throws where nobody can catch it; another fault does', async () => {
    const lines = (then: string) => `
      const db = await openDb({ url: ${JSON.stringify(server.url)}, pool: 1 })
      const other = await openDb({ url: ${JSON.stringify(server.url)}, pool: 1 })
      const now = new Date()
      let end
      const ended = db.write(now, async (tx) => {
        const [{ pid }] = await tx\`select pg_backend_pid() as pid\`
        const made = tx\`select 1\`
        end(pid)
        await tx\`select pg_sleep(60)\`.catch(() => made)
      })
      new Promise((resolve) => { end = resolve }).then((pid) => other.read((tx) => tx\`select pg_terminate_backend(\${pid})\`))
      await ended.catch((error) => console.log(error.code))
      await new Promise((resolve) => setTimeout(resolve, 100))
      ${then}
      console.log(await db.read((tx) => tx\`select 'alive' as says\`))
      await db.close()
      await other.close()`
    const imports = { openDb: 'src/db/connect.ts' }
    const survived = await saidBy(imports, lines(''))
    expect(survived).toMatchObject({ code: 0, text: expect.stringMatching(/^DB_UNREACHABLE\n.*alive/s) })
    const other = await saidBy(
      imports,
      lines(`setImmediate(() => null.write()); await new Promise((r) => setTimeout(r, 100))`),
    )
    expect(other).toMatchObject({ code: 1, text: expect.not.stringContaining('alive') })
  })

  test('that breaks a connection while it is made is told, and the process lives', async () => {
    const said = await saidBy(
      { openDb: 'src/db/connect.ts' },
      `
      const { createServer } = await import('node:net')
      const message = (kind, body) => Buffer.concat([Buffer.from(kind), Buffer.from([0, 0, 0, 4 + body.length]), body])
      const letIn = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))])
      const server = createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => {
          socket.write(letIn)
          socket.on('data', () => socket.resetAndDestroy())
        })
      }).listen(0, '127.0.0.1', async () => {
        const url = 'postgres://x@127.0.0.1:' + server.address().port + '/x'
        await openDb({ url }).catch((error) => console.log(error.code))
        await new Promise((resolve) => setTimeout(resolve, 300))
        console.log('alive')
        server.close()
      })`,
    )
    expect(said).toEqual({ code: 0, text: 'DB_UNREACHABLE\nalive\n' })
  })
})
