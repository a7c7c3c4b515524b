import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { MusterError } from '../../src/base/errors.ts'
import { openDb } from '../../src/db/connect.ts'
import { type ServerOptions, serverOf } from '../../src/db/server-options.ts'
import { type Cluster, makeCluster } from '../harness/cluster.ts'

const optionsOf = (url: string) => serverOf(url).options
const shown = (url: string) => serverOf(url).where

/** What is refused, in words. */
function refusal(url: string): string {
  try {
    serverOf(url)
  } catch (error) {
    if (error instanceof MusterError && error.code === 'BAD_INPUT') return error.message
    throw error
  }
  throw new Error(`${url} is heard`)
}

describe('a database’s URL', () => {
  test('has its name, user and password percent-decoded', () => {
    const options = optionsOf('postgresql://d%C3%BCty%40county:p%2F%40%3F%23%25+@db.county:6432/%E5%8E%BF%20%2F1')
    expect(options).toMatchObject({
      host: ['db.county'],
      port: [6432],
      user: 'düty@county',
      pass: 'p/@?#%+',
      database: '县 /1',
    })
  })

  test('is heard in its parameters, which count before what stands at their place', () => {
    const url = 'postgres://a:b@c:1/d?host=db&port=5433&dbname=muster&user=duty&password=s%40fe'
    expect(optionsOf(url)).toMatchObject({ host: ['db'], port: [5433], database: 'muster', user: 'duty', pass: 's@fe' })
    expect(shown(url)).toBe('db:5433/muster')
    expect(optionsOf('postgres:///muster?host=/run/postgresql&port=5433').path).toBe('/run/postgresql/.s.PGSQL.5433')
    expect(optionsOf('postgres://%2Frun%2Fpostgresql/muster').path).toMatch(/^\/run\/postgresql\/\.s\.PGSQL\.\d+$/)
    expect(
      optionsOf(
        'postgres://db/m?connect_timeout=9&application_name=a%20b&options=-c%20search_path%3Dx&keepalives_idle=20&prepare=false&target_session_attrs=read-write',
      ),
    ).toEqual({
      host: ['db'],
      port: [5432],
      database: 'm',
      connect_timeout: 9,
      keep_alive: 20,
      prepare: false,
      target_session_attrs: 'read-write',
      connection: { application_name: 'a b', options: '-c search_path=x' },
    })
  })

  test('may name several hosts', () => {
    expect(optionsOf('postgres://db1:1,[::1]:2/m')).toMatchObject({ host: ['db1', '::1'], port: [1, 2] })
    expect(optionsOf('postgres://db1,db2/m?port=6')).toMatchObject({ host: ['db1', 'db2'], port: [6, 6] })
    expect(shown('postgres://u:p@db1:1,[::1]:2/m')).toBe('db1:1,[::1]:2/m')
    expect(refusal('postgres://db1,db2/m?port=1,2,3')).toContain('not as many ports')
  })

  test('says by its sslmode whether the connection is encrypted and whose certificate is believed', () => {
    const tls = (more: string): ServerOptions['ssl'] => optionsOf(`postgres://db/m?${more}`).ssl
    expect(tls('')).toBe(undefined)
    expect(tls('sslmode=disable')).toBe(false)
    expect(['sslmode=allow', 'sslmode=prefer', 'ssl=prefer'].map(tls)).toEqual(['prefer', 'prefer', 'prefer'])
    for (const more of ['sslmode=require', 'ssl=true']) expect(tls(more)).toMatchObject({ rejectUnauthorized: false })
    for (const more of ['sslmode=verify-ca', 'sslmode=verify-full', 'sslrootcert=system']) {
      expect(tls(more)).toMatchObject({ rejectUnauthorized: true })
    }
    expect(tls(`sslmode=require&sslrootcert=${encodeURIComponent(import.meta.filename)}`)).toMatchObject({
      rejectUnauthorized: true,
      ca: expect.any(Buffer),
    })
    expect(refusal('postgres://db/m?sslmode=verify-ca&sslrootcert=/nowhere')).toContain('sslrootcert')
    expect(refusal('postgres://db/m?sslcert=/nowhere')).toContain('sslcert')
  })

  test('believes with verify-full only a certificate for the host that it names, a number too', () => {
    const { ssl } = optionsOf('postgres://10.0.0.7/m?sslmode=verify-full')
    if (typeof ssl !== 'object') throw new Error('no TLS')
    const peer = (name: string) => ({ subject: { CN: 'x' }, subjectaltname: name }) as never
    expect(ssl.checkServerIdentity?.('localhost', peer('IP Address:10.0.0.7'))).toBe(undefined)
    expect(ssl.checkServerIdentity?.('localhost', peer('DNS:localhost'))).toBeInstanceOf(Error)
  })

  test('is refused by name for a parameter that is not heard, and never passed over', () => {
    const names = [
      'hostaddr',
      'service',
      'passfile',
      'sslcrl',
      'tcp_user_timeout',
      'replication',
      'sslmod',
      'search_path',
    ]
    for (const name of names) expect(refusal(`postgres://db/m?${name}=x`)).toContain(`"${name}"`)
    const values = [
      'sslmode=maybe',
      'channel_binding=require',
      'gssencmode=require',
      'target_session_attrs=x',
      'sslsni=0',
    ]
    for (const pair of values) expect(refusal(`postgres://db/m?${pair}`)).toContain(pair.split('=')[0])
    expect(refusal('postgres://db/m?connect_timeout=0')).toContain('connect_timeout')
    expect(optionsOf('postgres://db/m?channel_binding=prefer&gssencmode=disable&client_encoding=UTF8')).toMatchObject(
      {},
    )
  })

  test('that is none is refused', () => {
    for (const url of ['db', 'mysql://db/m', 'host=db dbname=m', 'postgres:db'])
      expect(refusal(url)).toContain('postgres://')
  })

  test('never shows a password that was not escaped', async () => {
    const urls = ['/', '@', '?', '#', ':', '%', '%zz', '&', '=', ',', '[', '\\', ' '].flatMap((sign) =>
      [`hush${sign}HUSH`, `5432${sign}HUSH`, `${sign}HUSH`, `hush${sign}5/HUSH?a=HUSH`, `hush${sign}?HUSH=1`].flatMap(
        (word) => [
          `postgres://duty:${word}@127.0.0.1:1/muster`,
          `postgres://127.0.0.1:1/muster?user=duty&password=${word}`,
          `postgres://duty@127.0.0.1:1/muster?password=${word}`,
        ],
      ),
    )
    for (const url of urls) {
      const error = await openDb({ url }).catch((fault: unknown) => fault)
      if (!(error instanceof MusterError)) throw new Error(`${url} is told as ${error}`)
      const told = [error.code, error.message, error.advice, JSON.stringify(error.details), error.stack]
      expect({ url, told: told.join('\n').replaceAll(import.meta.filename, '') }).toEqual({
        url,
        told: expect.not.stringMatching(/hush/i),
      })
    }
  })
})

describe.runIf(inject('template').engine === 'server')('a server', () => {
  let cluster: Cluster
  let folder = ''
  const [name, user, word] = ['县 /1%', 'düty@county', 'p/@?#%:+ x']

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'muster-hba-'))
    chmodSync(folder, 0o755)
    const hba = join(folder, 'hba')
    writeFileSync(hba, 'host all muster 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
    cluster = await makeCluster(12)
    const admin = postgres(cluster.url, { max: 1 })
    await admin.unsafe(`create role "${user}" login password '${word}'`)
    await admin.unsafe(`create database "${name}"`)
    await admin.unsafe(`alter system set hba_file = '${hba}'`)
    await admin.end()
    await cluster.stop('fast')
    await cluster.start()
  })
  afterAll(async () => {
    await cluster.stop('immediate')
    cluster.remove()
    rmSync(folder, { recursive: true })
  })

  const [n, u, w] = [name, user, word].map(encodeURIComponent)
  const port = () => new URL(cluster.url).port

  test.each([
    ['in its places', () => `postgres://${u}:${w}@127.0.0.1:${port()}/${n}`],
    ['as parameters', () => `postgres:///?host=127.0.0.1&port=${port()}&dbname=${n}&user=${u}&password=${w}`],
    ['and one of two hosts is away', () => `postgres://${u}:${w}@127.0.0.1:1,127.0.0.1:${port()}/${n}`],
  ])('is opened with odd names and signs %s', async (_, url) => {
    const db = await openDb({ url: url() })
    const [row] = await db.read((tx) => tx`select current_database() as name, current_user as user`)
    expect(row).toEqual({ name, user })
    await db.close()
  })

  test('without TLS is not spoken to where the URL asks for it', async () => {
    const url = `postgres://${u}:${w}@127.0.0.1:${port()}/${n}?sslmode=require`
    await expect(openDb({ url })).rejects.toMatchObject({ code: 'DB_UNREACHABLE' })
    await (await openDb({ url: url.replace('require', 'prefer') })).close()
  })
})
