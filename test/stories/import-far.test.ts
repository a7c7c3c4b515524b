import { expect, test } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { villageCode } from '../harness/county.ts'
import { csv, importer, SOLE_ROLES } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const { apply } = importer(scene.world)

/** The middle of a village, as a file writes it. */
async function middle(village: string): Promise<[number, number]> {
  const [at] = await scene.db.read(
    (tx) => tx<{ lon: number; lat: number }[]>`
      select st_x(st_centroid(shape)) as lon, st_y(st_centroid(shape)) as lat from area where code = ${village}`,
  )
  return [at?.lon ?? 0, at?.lat ?? 0]
}

test('a place far outside the area that it names is refused, a little outside noted with where it lies', async () => {
  const [one, six] = [villageCode(1), villageCode(6)]
  const [[lon, lat], [lon6, lat6]] = [await middle(one), await middle(six)]
  const text = `code,name,area,lon,lat
F1,cut,${one},29.0,16.68
F2,at sea,${one},1.5,1.5
F3,at home,${one},${lon},${lat}
F4,elsewhere,${one},${lon6},${lat6 + 0.1}
F5,in another village,${one},${lon6},${lat6}
`
  const reading = readPlaces(await csv(text), { kind: 'shelter' })
  const [report] = await apply({ source: 'places.csv', what: 'places', reading })
  expect(report?.unplaced.map(({ line, code }) => [line, code])).toEqual([
    [2, 'FAR'],
    [3, 'FAR'],
  ])
  expect(report?.new).toBe(3)
  expect(report?.notes.map(({ line, code }) => [line, code])).toContainEqual([5, 'FAR'])
})

test('a home very far from the county is left out, and the person is taken', async () => {
  const [lon, lat] = await middle(villageCode(1))
  const text = `code,name,unit,lon,lat\nHF1,远户,U1,29.0,16.68\nHF2,近户,U1,${lon},${lat}\nHF3,零户,U1,0,0\nHF4,邻县,U1,${lon + 1.5},${lat}\n`
  const reading = readPeople(await csv(text))
  const [report] = await apply({ source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES })
  expect(report?.new).toBe(4)
  expect(report?.notes.map(({ line, code }) => [line, code])).toEqual([
    [2, 'HOME_LEFT_OUT'],
    [4, 'NO_SHAPE'],
    [5, 'HOME_FAR'],
  ])
  const homes = await scene.rows<{ code: string; home: string | null }>('person', `code like 'HF%'`)
  expect(
    homes
      .filter((p) => p.home !== null)
      .map((p) => p.code)
      .sort(),
  ).toEqual(['HF2', 'HF4'])
})
