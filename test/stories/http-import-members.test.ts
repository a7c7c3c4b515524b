import { describe, expect, test } from 'vitest'
import { MEMBERS, useImportApi } from '../harness/import-api.ts'

const { scene, askImport, sendFile, finishWork, downloadRows, importedMembers } = useImportApi()

describe('a file of members', () => {
  test('is looked through: its columns, some of what is in them, and what it may be', async () => {
    const { status, body } = await sendFile('members.csv', MEMBERS)
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
    expect((await askImport('GET', '')).body.items.map((i: { id: string }) => i.id)).toEqual([body.id])
  })

  test('is read, which writes nothing, and shows row by row what could not be placed', async () => {
    const { id } = (await sendFile('members.csv', MEMBERS)).body
    const { body } = await finishWork(id, 'read')
    expect(body).toMatchObject({ state: 'read', fault: null })
    expect(body.summary).toMatchObject({ read: 4, new: 2, changed: 0, same: 0, unplaced: 2 })
    expect(await importedMembers()).toEqual([])
    const { items } = (await askImport('GET', `/${id}/rows?state=unplaced`)).body
    expect(items).toMatchObject([
      { line: 4, reason: { code: 'UNKNOWN', value: 'U9', details: { column: 'unit', value: 'U9' } } },
      { line: 5, reason: { code: 'MISSING', column: '姓名' } },
    ])
    const first = (await askImport('GET', `/${id}/rows?state=new&limit=1`)).body
    expect(first.items).toEqual([{ line: 2, state: 'new', name: '张伟', code: 'M1', reason: null, changes: null }])
    expect((await askImport('GET', `/${id}/rows?state=new&after=${first.next}`)).body).toMatchObject({
      items: [{ code: 'M2' }],
      next: null,
    })
  })

  test('a column that was guessed is left out by saying so', async () => {
    const { id, options } = (await sendFile('members.csv', MEMBERS)).body
    const settings = { kind: 'people', mapping: { columns: { role: '' }, props: {} }, options }
    const { body } = await askImport('PUT', `/${id}`, settings)
    expect(body.fields.find((f: { field: string }) => f.field === 'role')).toMatchObject({
      column: null,
      guessed: false,
    })
    expect((await finishWork(id, 'read')).body.summary).toMatchObject({ read: 4, new: 2 })
    const without = { ...settings, mapping: { columns: { name: '' }, props: {} } }
    await askImport('PUT', `/${id}`, without)
    expect((await finishWork(id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_COLUMN_MISSING' })
  })

  test('goes out as CSV, a row that a spreadsheet would run made harmless', async () => {
    const { id } = (await sendFile('members.csv', '姓名,所在支部\n=1+1,U1\n=2+2,U9\n')).body
    await finishWork(id, 'read')
    const answer = await downloadRows(id, 'new')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.body.split('\r\n')).toEqual([
      '\uFEFFline,name,code,reason,column,value,why,changes',
      "2,'=1+1,U-01-01-01,,,,,",
      '',
    ])
    const lost = await downloadRows(id, 'unplaced')
    expect(lost.body).toContain('UNKNOWN,unit,U9,')
  })

  test('is accepted: all of it is there, once; the file is gone, and what was not placed stays to be worked through', async () => {
    const { id } = (await sendFile('members.csv', MEMBERS)).body
    await finishWork(id, 'read')
    const { body } = await finishWork(id, 'accept')
    expect(body).toMatchObject({ state: 'applied', summary: { new: 2, unplaced: 2, sample: [] } })
    expect((await importedMembers()).map((p) => p.name).sort()).toEqual(['张伟', '李娜'])
    expect(await scene.rows('import_part')).toEqual([])
    expect((await askImport('GET', `/${id}/rows?state=new`)).body.items).toEqual([])
    expect((await askImport('GET', `/${id}/rows?state=unplaced`)).body.items).toHaveLength(2)
    expect((await finishWork(id, 'accept')).body.summary).toEqual(body.summary)
    expect((await scene.rows<{ act: string }>('audit', `act = 'import.people'`)).length).toBe(1)
    expect(await askImport('POST', `/${id}/read`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
    expect(await askImport('DELETE', `/${id}`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
  })

  test('the same file again changes nothing', async () => {
    const first = (await sendFile('members.csv', MEMBERS)).body.id
    await finishWork(first, 'read')
    await finishWork(first, 'accept')
    const again = (await sendFile('members.csv', MEMBERS.replace('李娜', '李娜娜'))).body.id
    expect((await finishWork(again, 'read')).body.summary).toMatchObject({ new: 0, changed: 1, same: 1 })
    expect((await askImport('GET', `/${again}/rows?state=changed`)).body.items).toMatchObject([
      { name: '李娜娜', line: 3 },
    ])
  })

  test('nothing is accepted that nobody has seen', async () => {
    const { id, mapping } = (await sendFile('members.csv', MEMBERS)).body
    expect(await askImport('POST', `/${id}/accept`)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
    await finishWork(id, 'read')
    await askImport('PUT', `/${id}`, { kind: 'people', mapping, options: { kind: 'volunteer' } })
    expect((await askImport('GET', `/${id}`)).body).toMatchObject({ state: 'draft', summary: null })
    expect((await askImport('POST', `/${id}/accept`)).status).toBe(409)
  })

  test('a column is named by hand; one that is not there is told as a fault of the reading', async () => {
    const { id } = (await sendFile('members.csv', 'a,b\n张伟,U1\n', 'text/csv', '&kind=people')).body
    expect((await finishWork(id, 'read')).body).toMatchObject({
      state: 'draft',
      work: null,
      fault: { code: 'IMPORT_COLUMN_MISSING', says: expect.stringContaining('name') },
    })
    const mapping = { columns: { name: 'a', unit: 'b' }, props: {} }
    const { body } = await askImport('PUT', `/${id}`, { kind: 'people', mapping })
    expect(body.fields.find((f: { field: string }) => f.field === 'name')).toMatchObject({
      column: 'a',
      guessed: false,
    })
    expect((await finishWork(id, 'read')).body).toMatchObject({ state: 'read', fault: null, summary: { new: 1 } })
  })
})
