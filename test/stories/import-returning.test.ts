import { describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { applyImport, previewImport } from '../../src/domain/imports/actions.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { csv, SOLE_ROLES } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

async function people(text: string) {
  const job = {
    source: 'people.csv',
    what: 'people',
    reading: readPeople(await csv(text)),
    soleRoles: SOLE_ROLES,
  } as const
  const [shown] = await previewImport(scene.db, scene.now(), CONSOLE, [job])
  const [report] = await applyImport(scene.db, scene.now(), CONSOLE, [job])
  expect(report).toEqual(shown)
  return report
}
const HEADERS = 'code,name,unit'
const LEAVES = `${HEADERS},status\nP1-5,P1-5,U1,left\n`
const spans = async (code = 'P1-5') =>
  (
    await scene.rows<{ starts: Date; ends: Date; kind: string; unit: string }>(
      'membership',
      `person = '${scene.id(code)}'`,
    )
  )
    .map(({ starts, ends, kind }) => ({ starts, ends, kind }))
    .sort((a, b) => (a.ends < b.ends ? -1 : 1))
const isMember = async () =>
  (await scene.rows('membership', `person = '${scene.id('P1-5')}' and ends = 'infinity'`)).length === 1

/** They leave, and two days go by. */
async function gone(text = LEAVES): Promise<Date> {
  await people(text)
  const at = scene.now()
  expect(await isMember()).toBe(false)
  scene.world.clock.forward(2 * DAY)
  return at
}

describe('Who left and stands in a later list', () => {
  test.each([
    ['without a word of it', `${HEADERS}\nP1-5,P1-5,U1\n`],
    ['as active', `${HEADERS},status\nP1-5,P1-5,U1,active\n`],
    ['with the day on which they first came', `${HEADERS},from\nP1-5,P1-5,U1,2019-01-01\n`],
    ['with an end to come', `${HEADERS},to\nP1-5,P1-5,U1,2031-12-31\n`],
  ])('%s is a member again from that day on; the past stays', async (_, list) => {
    const left = await gone()
    const report = await people(list)
    expect(report).toMatchObject({ new: 0, changed: 1, same: 0 })
    expect(report?.notes).toMatchObject([{ line: 2, code: 'RETURNS', details: { value: 'P1-5', kept: 'U1' } }])
    const [before, after, ...more] = await spans()
    expect(more).toEqual([])
    expect(before?.ends).toEqual(left)
    expect(after?.starts).toEqual(scene.now())
    const [person] = await scene.rows<{ left_at: unknown }>(
      'person',
      `code = 'P1-5' and left_at > '${scene.now().toISOString()}'`,
    )
    expect(person).toBeDefined()
    scene.world.clock.forward(DAY)
    expect(await people(list)).toMatchObject({ changed: 0, same: 1, notes: [] })
  })

  test('after they were said to have died, too', async () => {
    await gone(`${HEADERS},status\nP1-5,P1-5,U1,deceased\n`)
    expect(await people(`${HEADERS}\nP1-5,P1-5,U1\n`)).toMatchObject({ changed: 1, notes: [{ code: 'RETURNS' }] })
    expect(await isMember()).toBe(true)
  })

  test('with a day after they left is a member from that day', async () => {
    await gone()
    const day = new Date(scene.now().getTime() - DAY).toISOString().slice(0, 10)
    expect(await people(`${HEADERS},from\nP1-5,P1-5,U1,${day}\n`)).toMatchObject({ changed: 1 })
    expect((await spans())[1]?.starts).toEqual(new Date(`${day}T00:00:00+08:00`))
  })

  test('comes back as the kind of member they were, or as the list says', async () => {
    await people(`${HEADERS},kind\nP1-5,P1-5,U1,volunteer\n`)
    scene.world.clock.forward(DAY)
    await gone()
    await people(`${HEADERS}\nP1-5,P1-5,U1\n`)
    expect((await spans()).map((each) => each.kind).at(-1)).toBe('volunteer')
    scene.world.clock.forward(DAY)
    await gone()
    await people(`${HEADERS},kind\nP1-5,P1-5,U1,official\n`)
    expect((await spans()).map((each) => each.kind).at(-1)).toBe('official')
  })

  test('in another unit is a member of that from now on, and not of old', async () => {
    const left = await gone()
    const report = await people(`${HEADERS}\nP1-5,P1-5,U2\n`)
    expect(report?.notes).toMatchObject([{ code: 'RETURNS', details: { kept: 'U2' } }])
    const [before, after] = await spans()
    expect([before?.ends, after?.starts]).toEqual([left, scene.now()])
  })

  test('in another unit since a day is a member of that since then', async () => {
    await gone()
    expect(await people(`${HEADERS},from\nP1-5,P1-5,U2,2019-03-01\n`)).toMatchObject({ changed: 1, notes: [] })
    expect((await spans())[1]?.starts).toEqual(new Date('2019-03-01T00:00:00+08:00'))
  })

  test('with a post holds it again from then on', async () => {
    await people(`${HEADERS},role,from\nP1-5,P1-5,U1,treasurer,2019-01-01\n`)
    scene.world.clock.forward(DAY)
    await gone()
    const report = await people(`${HEADERS},role,from\nP1-5,P1-5,U1,treasurer,2019-01-01\n`)
    expect(report?.notes.map((note) => note.code)).toEqual(['RETURNS'])
    const posts = await scene.rows<{ starts: Date }>('duty', `role = 'treasurer' and ends = 'infinity'`)
    expect(posts.map((post) => post.starts)).toEqual([scene.now()])
  })

  test('of what is over stays as they are: a term in the past brings nobody back', async () => {
    await gone()
    expect(await people(`${HEADERS},from,to\nP1-5,P1-5,U1,2019-01-01,2020-01-31\n`)).toMatchObject({
      changed: 0,
      same: 1,
    })
    expect(await isMember()).toBe(false)
  })

  test('of a unit that is dissolved does not come back to it, and is named', async () => {
    await gone()
    const reading = readUnits(await csv('code,name,dissolved,successor\nU1,U1,2020-07-01,U2\n'))
    await applyImport(scene.db, scene.now(), CONSOLE, [{ source: 'units.csv', what: 'units', reading }])
    scene.world.clock.forward(DAY)
    expect(await people(`${HEADERS}\nP1-5,P1-5,U1\n`)).toMatchObject({
      changed: 0,
      notes: [{ code: 'RETURNS_TO_NONE' }],
    })
  })

  test('is found by the same list twice over: gone, back, gone and back', async () => {
    for (let i = 0; i < 3; i++) {
      await gone()
      await people(`${HEADERS}\nP1-5,P1-5,U1\n`)
      expect(await isMember()).toBe(true)
      scene.world.clock.forward(DAY)
    }
    expect(await spans()).toHaveLength(4)
  })
})

describe('Who left before they came', () => {
  test('is a member from then on where a later list says so again', async () => {
    const list = `${HEADERS},from\nX9,X9,U1,2031-01-01\n`
    await people(list)
    await people(`${HEADERS},status\nX9,X9,U1,left\n`)
    scene.world.clock.forward(DAY)
    expect(await people(list)).toMatchObject({ changed: 1 })
    const rows = await scene.rows<{ starts: Date }>('membership', `ends = 'infinity' and starts > '2030-01-01'`)
    expect(rows.map((row) => row.starts)).toEqual([new Date('2031-01-01T00:00:00+08:00')])
  })
})

describe('The preview', () => {
  test('shows who comes back as a change of their unit, old and new', async () => {
    await gone()
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    const ask = async (method: 'GET' | 'POST', path: string) =>
      (await app.inject({ method, url: `/api/v1/imports/${path}` })).json()
    const { id } = (
      await app.inject({
        method: 'POST',
        url: '/api/v1/imports?name=people.csv',
        headers: { 'content-type': 'text/csv' },
        payload: `${HEADERS}\nP1-5,P1-5,U1\n`,
      })
    ).json()
    await ask('POST', `${id}/read`)
    await expect.poll(async () => (await ask('GET', id)).work).toBe(null)
    expect((await ask('GET', id)).summary).toMatchObject({ new: 0, changed: 1, same: 0 })
    expect((await ask('GET', `${id}/rows?state=changed`)).items).toMatchObject([
      { code: 'P1-5', changes: [{ field: 'unit', old: null, new: 'U1 (member)' }] },
    ])
    await app.close()
  })
})
