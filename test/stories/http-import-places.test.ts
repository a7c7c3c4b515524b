import { describe, expect, test } from 'vitest'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useImportApi } from '../harness/import-api.ts'

const { scene, askImport, sendFile, finishWork } = useImportApi()

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
    const { body } = await sendFile('dykes.geojson', features(line), 'application/geo+json')
    expect(body).toMatchObject({ kind: 'places', form: 'geojson', shapes: ['LineString'] })
    expect(body.options).toEqual({ kind: 'dam-section', section: 500 })
    const { summary } = (await finishWork(body.id, 'read')).body
    expect(summary).toMatchObject({ read: 1, new: 2, unplaced: 0 })
    const { items } = (await askImport('GET', `/${body.id}/rows?state=new`)).body
    expect(items.map((i: { code: string }) => i.code)).toEqual(['RAO-DYKE/K0+000', 'RAO-DYKE/K0+500'])
    await finishWork(body.id, 'accept')
    expect(await scene.rows('place', `line = 'RAO-DYKE'`)).toHaveLength(2)
  })

  test('sent as JSON is read as it is, and what the places are has to be said', async () => {
    const point = {
      type: 'Feature',
      properties: { name: 'x' },
      geometry: { type: 'Point', coordinates: [116.61, 29.01] },
    }
    const { status, body } = await sendFile('things.json', features(point), 'application/json')
    expect([status, body.kind, body.options]).toEqual([201, 'places', {}])
    expect((await finishWork(body.id, 'read')).body.fault).toMatchObject({ code: 'IMPORT_OPTION_MISSING' })
    await askImport('PUT', `/${body.id}`, { kind: 'places', mapping: body.mapping, options: { kind: 'well' } })
    expect((await finishWork(body.id, 'read')).body.summary).toMatchObject({ new: 1 })
    await finishWork(body.id, 'accept')
    expect(await scene.rows<{ area: string }>('place', `kind = 'well'`)).toMatchObject([{ area: villageCode(1) }])
  })

  test('is more than one part of a file can hold, and comes out as it went in', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `W${i},well number ${i} of the county,116.61,29.0${(i % 9) + 1}`,
    )
    const text = `code,name,lon,lat\n${rows.join('\n')}\n`
    expect(text.length).toBeGreaterThan(1024 * 1024)
    const { body } = await sendFile('wells.csv', text)
    await askImport('PUT', `/${body.id}`, { kind: 'places', mapping: body.mapping, options: { kind: 'well' } })
    const { summary } = (await finishWork(body.id, 'read')).body
    expect([summary.read, summary.new + summary.unplaced]).toEqual([30_000, 30_000])
    expect(summary.new).toBeGreaterThan(10_000)
  })
})

test('duties of a file are given, where the register lets them', async () => {
  await scene.give('S02', 'responsible', 'P1-5')
  const text = `place,role,holder,from\nS01,responsible,P1-4,2020-07-10\nS02,responsible,P1-4,2020-07-10\n`
  const { body } = await sendFile('duties.csv', text)
  expect(body.kind).toBe('duties')
  await askImport('PUT', `/${body.id}`, { kind: 'duties', mapping: body.mapping, options: { district: COUNTY } })
  expect((await finishWork(body.id, 'read')).body.summary).toMatchObject({ new: 1, unplaced: 1 })
  const { items } = (await askImport('GET', `/${body.id}/rows?state=unplaced`)).body
  expect(items).toMatchObject([{ line: 3, reason: { code: 'TAKEN' } }])
  await finishWork(body.id, 'accept')
  expect(await scene.rows('duty', `subject = '${scene.id('S01')}' and sole`)).toHaveLength(1)
})
