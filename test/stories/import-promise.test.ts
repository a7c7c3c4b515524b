import { describe, expect, test } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { useImportApi } from '../harness/import-api.ts'
import { csv, importer, SOLE_ROLES } from '../harness/import-world.ts'

const { scene, askImport, sendFile, finishWork } = useImportApi()
const { apply } = importer(scene.world)

const sent = async (name: string, payload: string): Promise<string> => (await sendFile(name, payload)).body.id
const done = async (id: string, verb: 'read' | 'accept') => (await finishWork(id, verb)).body
const rows = async (id: string, state: string) => (await askImport('GET', `/${id}/rows?state=${state}`)).body.items
async function people(text: string) {
  const reading = readPeople(await csv(text))
  return apply({ source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES })
}

const FIRST = '编号,姓名,支部,手机\nM1,张伟,U1,13800000001\nM2,李娜,U1,13800000002\n'
const SECOND = '编号,姓名,支部,手机\nM1,张伟,U2,13800000009\nM2,李娜,U1,13800000002\nM3,王芳,U1,\n'

describe('what a preview shows', () => {
  test('is old and new of each changed row, and the audit keeps the old', async () => {
    await people(FIRST)
    const id = await sent('members.csv', SECOND)
    expect((await done(id, 'read')).summary).toMatchObject({ new: 1, changed: 1, same: 1 })
    expect(await rows(id, 'changed')).toMatchObject([
      {
        line: 2,
        code: 'M1',
        changes: [
          { field: 'phone', old: '13800000001', new: '13800000009' },
          { field: 'unit', old: 'U1 (member)', new: 'U1 (member), U2 (member)' },
        ],
      },
    ])
    await done(id, 'accept')
    const [kept] = await scene.rows<{ subject: string; detail: { changes: { old: string }[] } }>(
      'audit',
      `act = 'import.people.change'`,
    )
    expect(kept?.detail.changes.map((change) => change.old)).toEqual(['13800000001', 'U1 (member)'])
  })

  test('is what accepting does: where the register has changed since, it is refused and says what differs', async () => {
    await people(FIRST)
    const id = await sent('members.csv', SECOND)
    await done(id, 'read')
    await people('编号,姓名,支部,手机\nM1,张伟,U1,13800000005\nM3,王芳,U1,\n')
    const refused = await done(id, 'accept')
    expect(refused).toMatchObject({ state: 'read', fault: { code: 'IMPORT_OVERTAKEN' } })
    expect(refused.fault.says).toContain('line 2: changed from phone "13800000001"')
    expect(refused.fault.says).toContain('line 4: new, now as it is')
    expect(await scene.rows('contact', `address = '13800000009'`)).toEqual([])
    // Read again, it is what it would do now, and may be accepted.
    await done(id, 'read')
    expect(await done(id, 'accept')).toMatchObject({ state: 'applied', fault: null })
  })

  test('holds although time passes, as long as nothing else does', async () => {
    await people(FIRST)
    const id = await sent('members.csv', '编号,姓名,支部,手机,结束日期\nM1,张伟,U1,13800000001,2020-07-01\n')
    await done(id, 'read')
    scene.world.clock.forward(3_600_000)
    expect(await done(id, 'accept')).toMatchObject({ state: 'applied', summary: { ends: { people: 1 } } })
  })

  test('asks who is meant, and takes the answers among the options', async () => {
    await people(FIRST)
    const text = '编号,姓名,支部,手机\nM1,赵强,U3,13900000002\nM9,钱多,U1,\n'
    const id = await sent('members.csv', text)
    const { summary, mapping, options } = await done(id, 'read')
    expect(summary).toMatchObject({ asked: 1, new: 1, changed: 0 })
    expect(await rows(id, 'asked')).toMatchObject([
      { line: 2, reason: { code: 'WHO_CODE', details: { choices: 'same,other,leave' } } },
    ])
    const settings = { kind: 'people', mapping, options: { ...options, answers: { 2: 'other' } } }
    expect((await askImport('PUT', `/${id}`, settings)).status).toBe(200)
    expect((await done(id, 'read')).summary).toMatchObject({ asked: 0, new: 2 })
    await done(id, 'accept')
    expect((await scene.rows<{ name: string }>('person', `code = 'M1-2'`)).map((p) => p.name)).toEqual(['赵强'])
  })

  test('asks in which zone times are where none is set, and reads them in the one that is', async () => {
    const text = 'place,role,holder,from,to\nS01,watch,P1-1,2020-07-10 08:00,2020-07-10 16:00\n'
    await scene.db.write(scene.now(), (tx) => tx`update area set props = '{}' where code = '36'`)
    const id = await sent('duties.csv', text)
    const asked = await done(id, 'read')
    expect(asked.fault).toMatchObject({ code: 'IMPORT_OPTION_MISSING', details: { option: 'zone' } })
    await askImport('PUT', `/${id}`, { kind: 'duties', mapping: asked.mapping, options: { zone: 'Asia/Tokyo' } })
    await done(id, 'read')
    await done(id, 'accept')
    const [duty] = await scene.rows<{ starts: Date }>('duty', `role = 'watch'`)
    expect(duty?.starts).toEqual(new Date('2020-07-09T23:00:00Z'))
  })
})

test('a row that the database refuses is left out with the reason, and the rest of the file is written', async () => {
  const reading = readPeople(await csv('编号,姓名,支部\nM1,张伟,U1\nM2,李娜,U1\nM3,王芳,U1\nM4,赵强,U1\n'))
  const [, , bad] = reading.rows
  // No reader lets it through; what another one may, the database refuses.
  if (bad) bad.name = '王\0芳'
  const [report] = await apply({ source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES })
  expect(report).toMatchObject({ new: 3 })
  expect(report?.unplaced).toMatchObject([{ line: 4, code: 'REFUSED' }])
  expect((await scene.rows<{ code: string }>('person', `code like 'M%'`)).map((p) => p.code).sort()).toEqual([
    'M1',
    'M2',
    'M4',
  ])
})
