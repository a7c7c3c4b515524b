import { describe, expect, test } from 'vitest'
import { inspectFile } from '../../src/apps/server/imports/reader.ts'
import { DAY } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { MEMBERS, useImportApi } from '../harness/import-api.ts'
import { workbook } from '../harness/workbook.ts'

const { scene, askImport, sendFile, finishWork, importedMembers } = useImportApi()

describe('how a file is read', () => {
  const put = (body: { id: string; kind: string; mapping: unknown; options: object }, more: object) =>
    askImport('PUT', `/${body.id}`, { kind: body.kind, mapping: body.mapping, options: body.options, ...more })

  test('is asked where its bytes do not tell the encoding: it is kept, and what it is about is seen then', async () => {
    const big5 = Buffer.concat([
      Buffer.from('code,name,unit\nM1,'),
      Buffer.from('b3afa7d3bba8', 'hex'),
      Buffer.from(',U1\n'),
    ])
    const { status, body } = await sendFile('members.csv', big5, 'text/csv', '&kind=people')
    expect(status).toBe(201)
    expect(body).toMatchObject({ encoding: '', columns: [], state: 'draft' })
    expect(body.encodings).toContainEqual({ encoding: 'big5', sample: '陳志豪' })
    expect((await finishWork(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    // What was said of it stays, though it was changed in something else before it could be read.
    const kept = await put(body, { options: { district: 'D1' } })
    expect(kept.body).toMatchObject({ encoding: '', kind: 'people' })
    expect((await finishWork(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    const guessed = await sendFile('list.csv', big5, 'text/csv')
    expect((await finishWork(guessed.body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
    expect((await put(guessed.body, { options: { encoding: 'big5' } })).body).toMatchObject({ kind: 'people' })
    const chosen = await put(body, { options: { encoding: 'big5' } })
    expect(chosen.body).toMatchObject({ encoding: 'big5', encodings: [], kind: 'people', headerRows: [1, 1] })
    expect(chosen.body.columns[1].samples).toEqual(['陳志豪'])
    expect((await finishWork(body.id, 'read')).body.summary).toMatchObject({ new: 1 })
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
    const { body } = await sendFile('members.xlsx', book, 'application/octet-stream')
    expect(body).toMatchObject({ read: '名单', hiddenSheets: ['old'], headerRows: [2, 2], unread: ['备注'] })
    const read = await finishWork(body.id, 'read')
    expect(read.body.summary).toMatchObject({ read: 1, new: 1, noted: 1 })
    expect((await askImport('GET', `/${body.id}/rows?state=noted`)).body.items).toMatchObject([
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
    const { id, name, bytes } = (await sendFile('members.csv', MEMBERS + rows.join(''))).body
    const within = (bounds: { heapMib: number; seconds: number }) =>
      inspectFile(scene.db, { id, name: `${name}.txt`, bytes, bounds }, {})
    await expect(within({ heapMib: 8, seconds: 600 })).rejects.toMatchObject({ code: 'IMPORT_MEMORY' })
    await expect(within({ heapMib: 800, seconds: 0 })).rejects.toMatchObject({ code: 'IMPORT_TIME' })
    expect(await within({ heapMib: 800, seconds: 600 })).toMatchObject({ form: 'csv', encoding: 'utf-8' })
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
      expect(await sendFile(name, payload)).toMatchObject({ status: 400, body: { code } })
    }
    expect(await scene.rows('import_part')).toEqual([])
  })

  test('an import that nobody knows is not found', async () => {
    const id = newId(scene.now())
    for (const answer of [
      await askImport('GET', `/${id}`),
      await askImport('DELETE', `/${id}`),
      await askImport('POST', `/${id}/read`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'IMPORT_UNKNOWN' } })
  })

  test('dropped, nothing is left but that it was there; stopped in the middle, nothing was written', async () => {
    const { id } = (await sendFile('members.csv', MEMBERS)).body
    await finishWork(id, 'read')
    await askImport('POST', `/${id}/accept`)
    const { body } = await askImport('DELETE', `/${id}`)
    // Whichever of the two was quicker: all of it was written, or nothing.
    const written = (await importedMembers()).length
    expect([body.state ?? body.code, written]).toEqual(body.state === 'dropped' ? ['dropped', 0] : ['IMPORT_STATE', 2])
    expect(await scene.rows('import_part')).toEqual([])
  })

  test('what nobody came back to is let go of after a week', async () => {
    await sendFile('members.csv', MEMBERS)
    scene.world.clock.forward(8 * DAY)
    const { body } = await sendFile('more.csv', MEMBERS)
    const items = (await askImport('GET', '')).body.items
    expect(items.map((i: { state: string }) => i.state)).toEqual(['draft', 'dropped'])
    expect(await scene.rows('import_part', `draft <> '${body.id}'`)).toEqual([])
  })
})
