import { describe, expect, test } from 'vitest'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readTable } from '../../src/domain/imports/table.ts'

interface File {
  crs?: object | null
  at?: [number, number][]
  shapeCrs?: object
}

const named = (name: string) => ({ type: 'name', properties: { name } })

function read({ crs, at = [[116.7, 28.9]], shapeCrs }: File) {
  const list = at.map((coordinates, i) => ({
    type: 'Feature',
    properties: { code: `w${i}` },
    geometry: { type: 'Point', coordinates, ...(shapeCrs && { crs: shapeCrs }) },
  }))
  const file = JSON.stringify({ type: 'FeatureCollection', crs, features: list })
  return readTable(new TextEncoder().encode(file), { name: 'a.geojson' })
}
const spots = async (file: File) =>
  readPlaces(await read(file), { kind: 'well' }).rows.map((row) => row.geometry.coordinates)
const notes = async (file: File) => (await read(file)).notes?.map((note) => note.code) ?? []

describe('The reference system that a GeoJSON file names', () => {
  test.each([
    'urn:ogc:def:crs:OGC:1.3:CRS84',
    'urn:ogc:def:crs:OGC::CRS84h',
    'OGC:CRS84',
    'CRS:84',
    'EPSG:4326',
    'epsg:4979',
    'urn:ogc:def:crs:EPSG::4326',
    'urn:ogc:def:crs:EPSG:9.9.1:4979',
    'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
    'https://www.opengis.net/def/crs/EPSG/0/4326',
    'http://www.opengis.net/gml/srs/epsg.xml#4326',
    'GCS_WGS_1984',
  ])('is WGS 84 by the name %s', async (name) => {
    expect(await spots({ crs: named(name) })).toEqual([[116.7, 28.9]])
    expect(await notes({ crs: named(name) })).toEqual([])
  })

  test.each(['EPSG:4490', 'urn:ogc:def:crs:EPSG::4490', 'EPSG:4480', 'CGCS2000', 'EPSG:4258'])(
    '%s lies within two metres of WGS 84 and is read with a note',
    async (name) => {
      expect(await spots({ crs: named(name) })).toEqual([[116.7, 28.9]])
      expect(await notes({ crs: named(name) })).toEqual(['CRS_NEAR'])
    },
  )

  test.each([
    'EPSG:3857',
    'urn:ogc:def:crs:EPSG::4549',
    'EPSG:32650',
    'WGS 84 / UTM zone 50N',
    'CGCS2000 / 3-degree Gauss-Kruger zone 39',
    // Degrees, but of Beijing 1954 and Xian 1980: a street away.
    'EPSG:4214',
    'EPSG:4610',
    'Local grid',
  ])('%s is refused', async (name) => {
    await expect(read({ crs: named(name) })).rejects.toMatchObject({ code: 'IMPORT_NOT_WGS84', details: { crs: name } })
  })

  test('is found where it is written as a code or a link, and in a single shape', async () => {
    expect(await notes({ crs: { type: 'EPSG', properties: { code: 4490 } } })).toEqual(['CRS_NEAR'])
    const href = 'http://spatialreference.org/ref/epsg/3857/proj4/'
    await expect(read({ crs: { type: 'link', properties: { href } } })).rejects.toMatchObject({
      code: 'IMPORT_NOT_WGS84',
    })
    expect(await notes({ shapeCrs: named('EPSG:4490') })).toEqual(['CRS_NEAR'])
    await expect(read({ shapeCrs: named('EPSG:3857') })).rejects.toMatchObject({ code: 'IMPORT_NOT_WGS84' })
    expect(await notes({ crs: null })).toEqual([])
  })
})

describe('Latitude first', () => {
  const turned: [number, number][] = [
    [28.9, 116.7],
    [29, 80],
  ]

  test('is turned round, with a note, where the name has it so and the file does', async () => {
    for (const name of ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4490']) {
      expect(await spots({ crs: named(name), at: turned })).toEqual([
        [116.7, 28.9],
        [80, 29],
      ])
      expect(await notes({ crs: named(name), at: turned })).toContain('AXES_TURNED')
    }
  })

  test('is not taken from the name where positions are written longitude first, or may be', async () => {
    const crs = named('urn:ogc:def:crs:EPSG::4326')
    for (const at of [
      [116.7, 28.9],
      [8.5, 47.4],
      [47.4, 8.5],
    ] as [number, number][]) {
      expect(await spots({ crs, at: [at] })).toEqual([at])
      expect(await notes({ crs, at: [at] })).toEqual([])
    }
  })

  test('that no name has is refused, position by position', async () => {
    const { problems } = readPlaces(await read({ at: turned.slice(0, 1) }), { kind: 'well' })
    expect(problems).toMatchObject([{ code: 'OFF_GLOBE' }])
    expect(problems[0]?.reason).toContain('longitude comes first')
  })
})
