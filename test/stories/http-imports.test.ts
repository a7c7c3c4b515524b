import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inspectFile } from '../../src/apps/server/imports/reader.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { workbook } from '../harness/workbook.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
})
afterEach(() => app.close())

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/v1/imports${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
async function send(name: string, payload: string | Buffer, type = 'text/csv', more = '') {
  const url = `/api/v1/imports?name=${encodeURIComponent(name)}${more}`
  const answer = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })
  return { status: answer.statusCode, body: answer.json() }
}
/** Begins reading or writing, and follows it until it has ended. */
async function done(id: string, verb: 'read' | 'accept') {
  const begun = await ask('POST', `/${id}/${verb}`)
  if (begun.status !== 202) return begun
  for (;;) {
    const now = await ask('GET', `/${id}`)
    if (now.body.work === null) return now
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const people = () => scene.rows<{ code: string; name: string }>('person', `code like 'M%'`)

const MEMBERS = `编号,姓名,所在支部,手机,职务
M1,张伟,U1,13800000001,党员
M2,李娜,U1,13800000002,党员
M3,王芳,U9,13800000003,党员
M4,,U1,,党员
`

describe('a file of members', () => {
  test('is looked through: its columns, some of what is in them, and what it may be', async () => {
    const { status, body } = await send('members.csv', MEMBERS)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'draft',
      kind: 'people',
      form: 'csv',
      encoding: 'utf-8',
      bytes: Buffer.byteLength(MEMBERS),
      work: null,
      summary: null,
    })
    expect(body.columns[1]).toEqual({ name: '姓名', tag: null, samples: ['张伟', '李娜', '王芳'] })
    expect(body.fields.find((f: { field: string }) => f.field === 'unit')).toEqual({
      field: 'unit',
      required: false,
      several: false,
      column: '所在支部',
      also: [],
      guessed: true,
    })
    expect((await ask('GET', '')).body.items.map((i: { id: string }) => i.id)).toEqual([body.id])
  })

  test('is read, which writes nothing, and shows row by row what could not be placed', async () => {
    const { id } = (await send('members.csv', MEMBERS)).body
    const { body } = await done(id, 'read')
    expect(body).toMatchObject({ state: 'read', fault: null })
    expect(body.summary).toMatchObject({ read: 4, new: 2, changed: 0, same: 0, unplaced: 2 })
    expect(await people()).toEqual([])
    const { items } = (await ask('GET', `/${id}/rows?state=unplaced`)).body
    expect(items).toMatchObject([
      { line: 4, reason: { code: 'UNKNOWN', value: 'U9', details: { column: 'unit', value: 'U9' } } },
      { line: 5, reason: { code: 'MISSING', column: '姓名' } },
    ])
    const first = (await ask('GET', `/${id}/rows?state=new&limit=1`)).body
    expect(first.items).toEqual([{ line: 2, state: 'new', name: '张伟', code: 'M1', reason: null, changes: null }])
    expect((await ask('GET', `/${id}/rows?state=new&after=${first.next}`)).body).toMatchObject({
      items: [{ code: 'M2' }],
      next: null,
    })
  })

  test('a column that was guessed is left out by saying so', async () => {
    const { id, options } = (await send('members.csv', MEMBERS)).body
    const settings = { kind: 'people', mapping: { columns: { role: '' }, props: {} }, options }
    const { body } = await ask('PUT', `/${id}`, settings)
    expect(body.fields.find((f: { field: string }) => f.field === 'role')).toMatchObject({
      column: null,
      guessed: false,
    })
    expect((await done(id, 'read')).body.summary).toMatchObject({ read: 4, new: 2 })
    const without = { ...settings, mapping: { columns: { name: '' }, props: {} } }
    await ask('PUT', `/${id}`, without)
    expect((await done(id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_COLUMN_MISSING' })
  })

  test('goes out as CSV, a row that a spreadsheet would run made harmless', async () => {
    const { id } = (await send('members.csv', '姓名,所在支部\n=1+1,U1\n=2+2,U9\n')).body
    await done(id, 'read')
    const answer = await app.inject({ url: `/api/v1/imports/${id}/rows?state=new&format=csv` })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.body.split('\r\n')).toEqual([
      '\uFEFFline,name,code,reason,column,value,why,changes',
      "2,'=1+1,U-01-01-01,,,,,",
      '',
    ])
    const lost = await app.inject({ url: `/api/v1/imports/${id}/rows?state=unplaced&format=csv` })
    expect(lost.body).toContain('UNKNOWN,unit,U9,')
  })

  test('is accepted: all of it is there, once; the file is gone, and what was not placed stays to be worked through', async () => {
    const { id } = (await send('members.csv', MEMBERS)).body
    await done(id, 'read')
    const { body } = await done(id, 'accept')
    expect(body).toMatchObject({ state: 'applied', summary: { new: 2, unplaced: 2, sample: [] } })
    expect((await people()).map((p) => p.name).sort()).toEqual(['张伟', '李娜'])
    expect(await scene.rows('import_part')).toEqual([])
    expect((await ask('GET', `/${id}/rows?state=new`)).body.items).toEqual([])
    expect((await ask('GET', `/${id}/rows?state=unplaced`)).body.items).toHaveLength(2)
    expect((await done(id, 'accept')).body.summary).toEqual(body.summary)
    expect((await scene.rows<{ act: string }>('audit', `act = 'import.people'`)).length).toBe(1)
    expect(await ask('POST', `/${id}/read`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
    expect(await ask('DELETE', `/${id}`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
  })

  test('the same file again changes nothing', async () => {
    const first = (await send('members.csv', MEMBERS)).body.id
    await done(first, 'read')
    await done(first, 'accept')
    const again = (await send('members.csv', MEMBERS.replace('李娜', '李娜娜'))).body.id
    expect((await done(again, 'read')).body.summary).toMatchObject({ new: 0, changed: 1, same: 1 })
    expect((await ask('GET', `/${again}/rows?state=changed`)).body.items).toMatchObject([{ name: '李娜娜', line: 3 }])
  })

  test('nothing is accepted that nobody has seen', async () => {
    const { id, mapping } = (await send('members.csv', MEMBERS)).body
    expect(await ask('POST', `/${id}/accept`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
    await done(id, 'read')
    await ask('PUT', `/${id}`, { kind: 'people', mapping, options: { kind: 'volunteer' } })
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ state: 'draft', summary: null })
    expect((await ask('POST', `/${id}/accept`)).status).toBe(409)
  })

  test('a column is named by hand; one that is not there is told as a fault of the reading', async () => {
    const { id } = (await send('members.csv', 'a,b\n张伟,U1\n', 'text/csv', '&kind=people')).body
    expect((await done(id, 'read')).body).toMatchObject({
      state: 'draft',
      work: null,
      fault: { code: 'IMPORT_COLUMN_MISSING', says: expect.stringContaining('name') },
    })
    const mapping = { columns: { name: 'a', unit: 'b' }, props: {} }
    const { body } = await ask('PUT', `/${id}`, { kind: 'people', mapping })
    expect(body.fields.find((f: { field: string }) => f.field === 'name')).toMatchObject({
      column: 'a',
      guessed: false,
    })
    expect((await done(id, 'read')).body).toMatchObject({ state: 'read', fault: null, summary: { new: 1 } })
  })
})

describe('a file of places', () => {
  const features = (...list: object[]) => JSON.stringify({ type: 'FeatureCollection', features: list })
  const line = {
    type: 'Feature',
    properties: { name: 'Rao dyke' },
    geometry: {
      type: 'LineString',
      coordinates: [
        [116.602, 29.001],
        [116.612, 29.001],
      ],
    },
  }

  test('of a dam, is cut into sections, which is guessed from its name and its lines', async () => {
    const { body } = await send('dykes.geojson', features(line), 'application/geo+json')
    expect(body).toMatchObject({ kind: 'places', form: 'geojson', shapes: ['LineString'] })
    expect(body.options).toEqual({ kind: 'dam-section', section: 500 })
    const { summary } = (await done(body.id, 'read')).body
    expect(summary).toMatchObject({ read: 1, new: 2, unplaced: 0 })
    const { items } = (await ask('GET', `/${body.id}/rows?state=new`)).body
    expect(items.map((i: { code: string }) => i.code)).toEqual(['RAO-DYKE/K0+000', 'RAO-DYKE/K0+500'])
    await done(body.id, 'accept')
    expect(await scene.rows('place', `line = 'RAO-DYKE'`)).toHaveLength(2)
  })

  test('sent as JSON is read as it is, and what the places are has to be said', async () => {
    const point = {
      type: 'Feature',
      properties: { name: 'x' },
      geometry: { type: 'Point', coordinates: [116.61, 29.01] },
    }
    const { status, body } = await send('things.json', features(point), 'application/json')
    expect([status, body.kind, body.options]).toEqual([201, 'places', {}])
    expect((await done(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_OPTION_MISSING' })
    await ask('PUT', `/${body.id}`, { kind: 'places', mapping: body.mapping, options: { kind: 'well' } })
    expect((await done(body.id, 'read')).body.summary).toMatchObject({ new: 1 })
    await done(body.id, 'accept')
    expect(await scene.rows<{ area: string }>('place', `kind = 'well'`)).toMatchObject([{ area: villageCode(1) }])
  })

  test('is more than one part of a file can hold, and comes out as it went in', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `W${i},well number ${i} of the county,116.61,29.0${(i % 9) + 1}`,
    )
    const text = `code,name,lon,lat\n${rows.join('\n')}\n`
    expect(text.length).toBeGreaterThan(1024 * 1024)
    const { body } = await send('wells.csv', text)
    await ask('PUT', `/${body.id}`, { kind: 'places', mapping: body.mapping, options: { kind: 'well' } })
    const { summary } = (await done(body.id, 'read')).body
    expect([summary.read, summary.new + summary.unplaced]).toEqual([30_000, 30_000])
    expect(summary.new).toBeGreaterThan(10_000)
  })
})

describe('what is no use', () => {
  test('is refused with the reader’s own reason, and nothing of it is kept', async () => {
    for (const [name, payload, code] of [
      ['empty.csv', '', 'IMPORT_EMPTY'],
      ['broken.geojson', '{"type":', 'IMPORT_UNREADABLE'],
      [
        'metres.geojson',
        '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]}',
        'IMPORT_NOT_WGS84',
      ],
    ] as const) {
      expect(await send(name, payload)).toMatchObject({ status: 400, body: { code } })
    }
    expect(await scene.rows('import_part')).toEqual([])
  })

  test('an import that nobody knows is not found', async () => {
    const id = newId(scene.now())
    for (const answer of [await ask('GET', `/${id}`), await ask('DELETE', `/${id}`), await ask('POST', `/${id}/read`)])
      expect(answer).toMatchObject({ status: 404, body: { code: 'IMPORT_UNKNOWN' } })
  })

  test('dropped, nothing is left but that it was there; stopped in the middle, nothing was written', async () => {
    const { id } = (await send('members.csv', MEMBERS)).body
    await done(id, 'read')
    await ask('POST', `/${id}/accept`)
    const { body } = await ask('DELETE', `/${id}`)
    // Whichever of the two was quicker: all of it was written, or nothing.
    const written = (await people()).length
    expect([body.state ?? body.code, written]).toEqual(body.state === 'dropped' ? ['dropped', 0] : ['IMPORT_STATE', 2])
    expect(await scene.rows('import_part')).toEqual([])
  })

  test('what nobody came back to is let go of after a week', async () => {
    await send('members.csv', MEMBERS)
    scene.world.clock.forward(8 * DAY)
    const { body } = await send('more.csv', MEMBERS)
    const items = (await ask('GET', '')).body.items
    expect(items.map((i: { state: string }) => i.state)).toEqual(['draft', 'dropped'])
    expect(await scene.rows('import_part', `draft <> '${body.id}'`)).toEqual([])
  })
})

test('duties of a file are given, where the register lets them', async () => {
  await scene.give('S02', 'responsible', 'P1-5')
  const text = `place,role,holder,from\nS01,responsible,P1-4,2020-07-10\nS02,responsible,P1-4,2020-07-10\n`
  const { body } = await send('duties.csv', text)
  expect(body.kind).toBe('duties')
  await ask('PUT', `/${body.id}`, { kind: 'duties', mapping: body.mapping, options: { district: COUNTY } })
  expect((await done(body.id, 'read')).body.summary).toMatchObject({ new: 1, unplaced: 1 })
  const { items } = (await ask('GET', `/${body.id}/rows?state=unplaced`)).body
  expect(items).toMatchObject([{ line: 3, reason: { code: 'TAKEN' } }])
  await done(body.id, 'accept')
  expect(await scene.rows('duty', `subject = '${scene.id('S01')}' and sole`)).toHaveLength(1)
})

describe('how a file is read', () => {
  const put = (body: { id: string; kind: string; mapping: unknown; options: object }, more: object) =>
    ask('PUT', `/${body.id}`, { kind: body.kind, mapping: body.mapping, options: body.options, ...more })

  test('is asked where its bytes do not tell the encoding: it is kept, and what it is about is seen then', async () => {
    const big5 = Buffer.concat([
      Buffer.from('code,name,unit\nM1,'),
      Buffer.from('b3afa7d3bba8', 'hex'),
      Buffer.from(',U1\n'),
    ])
    const { status, body } = await send('members.csv', big5, 'text/csv', '&kind=people')
    expect(status).toBe(201)
    expect(body).toMatchObject({ encoding: '', columns: [], state: 'draft' })
    expect(body.encodings).toContainEqual({ encoding: 'big5', sample: '陳志豪' })
    expect((await done(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    // What was said of it stays, though it was changed in something else before it could be read.
    const kept = await put(body, { options: { district: 'D1' } })
    expect(kept.body).toMatchObject({ encoding: '', kind: 'people' })
    expect((await done(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    const guessed = await send('list.csv', big5, 'text/csv')
    expect((await done(guessed.body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    expect((await put(guessed.body, { options: { encoding: 'big5' } })).body).toMatchObject({ kind: 'people' })
    const chosen = await put(body, { options: { encoding: 'big5' } })
    expect(chosen.body).toMatchObject({ encoding: 'big5', encodings: [], kind: 'people', headerRows: [1, 1] })
    expect(chosen.body.columns[1].samples).toEqual(['陳志豪'])
    expect((await done(body.id, 'read')).body.summary).toMatchObject({ new: 1 })
    expect(await put(body, { options: { encoding: 'utf-8' } })).toMatchObject({
      status: 400,
      body: { code: 'IMPORT_UNREADABLE' },
    })
  })

  test('is shown, sheet and headers and columns that are passed over, and can be chosen', async () => {
    const heads = ['编号', '姓名', '所在支部', '备注']
    const book = Buffer.from(
      await workbook({
        sheets: [
          { name: 'old', rows: [heads, ['M9', '旧人', 'U1']], state: 'hidden' },
          { name: '名单', rows: [['名册'], heads, ['M1', '张伟', 'U1', '甲'], ['合计', '1']] },
        ],
      }),
    )
    const { body } = await send('members.xlsx', book, 'application/octet-stream')
    expect(body).toMatchObject({ read: '名单', hiddenSheets: ['old'], headerRows: [2, 2], unread: ['备注'] })
    const read = await done(body.id, 'read')
    expect(read.body.summary).toMatchObject({ read: 1, new: 1, noted: 1 })
    expect((await ask('GET', `/${body.id}/rows?state=noted`)).body.items).toMatchObject([
      { reason: { code: 'TOTAL_LEFT_OUT' } },
    ])
    expect((await put(body, { sheet: 'old' })).body).toMatchObject({ read: 'old', headerRows: [1, 1] })
    const lower = await put(body, { options: { headerRows: '3' } })
    expect(lower.body).toMatchObject({ read: '名单', headerRows: [3, 3] })
    expect(lower.body.columns.map((c: { name: string }) => c.name)).toEqual(['M1', '张伟', 'U1', '甲'])
    expect(await put(body, { options: { headerRows: 'third' } })).toMatchObject({ status: 400 })
  })

  test('is bounded: a thread that takes too much memory or time ends, and nothing else does', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `M${i},somebody with a name,U1,13800000001,\n`)
    const { id, name, bytes } = (await send('members.csv', MEMBERS + rows.join(''))).body
    const within = (bounds: { heapMib: number; seconds: number }) =>
      inspectFile(scene.db, { id, name: `${name}.txt`, bytes, bounds }, {})
    await expect(within({ heapMib: 8, seconds: 600 })).rejects.toMatchObject({ code: 'IMPORT_MEMORY' })
    await expect(within({ heapMib: 800, seconds: 0 })).rejects.toMatchObject({ code: 'IMPORT_TIME' })
    expect(await within({ heapMib: 800, seconds: 600 })).toMatchObject({ form: 'csv', encoding: 'utf-8' })
  })
})
