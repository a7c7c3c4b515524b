import { describe, expect, test } from 'vitest'
import { readParentCodes } from '../../src/domain/imports/read-parent-codes.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readPopolo } from '../../src/domain/imports/read-popolo.ts'
import { readSections } from '../../src/domain/imports/read-sections.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { workbook } from '../harness/workbook.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Features whose properties are written as they stand, since no number of the program holds them. */
function features(...properties: string[]): Uint8Array {
  const at = '{"type":"Point","coordinates":[116.7,28.9]}'
  const list = properties.map((each) => `{"type":"Feature","properties":${each},"geometry":${at}}`)
  return bytes(`{"type":"FeatureCollection","features":[${list}]}`)
}

const places = async (...properties: string[]) =>
  readPlaces(await readTable(features(...properties), { name: 'a.geojson' }), { kind: 'well' })

describe('Codes written as numbers in JSON', () => {
  test('are read digit by digit however long they are', async () => {
    const codes = ['36112810420100012345', '36112810420100012346', '361128104201000123', '9007199254740993', '361128']
    const { rows, problems } = await places(...codes.map((code) => `{"code":${code},"name":"w"}`))
    expect(problems).toEqual([])
    expect(rows.map((row) => row.code)).toEqual(codes)
  })

  test('of a feature’s own id too', async () => {
    const at = '{"type":"Point","coordinates":[116.7,28.9]}'
    const file = `{"type":"FeatureCollection","features":[{"type":"Feature","id": -36112810420100012345 ,"geometry":${at}}]}`
    const table = await readTable(bytes(file), { name: 'a.geojson' })
    expect(readPlaces(table, { kind: 'well' }).rows[0]?.code).toBe('-36112810420100012345')
  })

  test('that have been a number with a point or an exponent are refused by name', async () => {
    const { rows, problems } = await places(
      '{"code":361128104201000123.0}',
      '{"code":3.61128104201000123e17}',
      '{"code":361128104201.0}',
      '{"code":"w1","area":361128104201000123.0}',
    )
    expect(rows.map((row) => row.code)).toEqual(['361128104201'])
    expect(problems).toMatchObject([
      { line: 1, code: 'BAD_CODE', column: 'code', value: '3.611281042010001E+17' },
      { line: 2, code: 'BAD_CODE', column: 'code' },
      { line: 4, code: 'BAD_CODE', column: 'area' },
    ])
    expect(problems[0]?.reason).toContain('a program has rounded it')
  })

  test('leave texts, coordinates and long fractions as they are written', async () => {
    const file = bytes(
      `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",
        "coordinates":[116.12345678901234567,28.9]},"properties":{"name":"a \\"36112810420100012345\\" b \\\\",
        "code":"12345678901234567890","n":[36112810420100012345],"x":0.12345678901234567}}]}`,
    )
    const table = await readTable(file, { name: 'a.geojson' })
    expect(table.rows[0]).toMatchObject({
      cells: {
        name: 'a "36112810420100012345" b \\',
        code: '12345678901234567890',
        n: '["36112810420100012345"]',
        x: '0.12345678901234566',
      },
      geometry: { coordinates: [116.12345678901235, 28.9] },
    })
  })

  test('are read so in Popolo', () => {
    const popolo = `{"persons":[{"id":36112810420100012345,"name":"A"},{"id":36112810420100012346,"name":"B"},
      {"id":361128104201000123.0,"name":"C"}],
      "organizations":[{"id":36112810420100012347,"name":"U"}],
      "memberships":[{"person_id":36112810420100012346,"organization_id":36112810420100012347}]}`
    const { people, units } = readPopolo(bytes(popolo), 'a.json')
    expect(people.rows.map((row) => row.code)).toEqual(['36112810420100012345', '36112810420100012346'])
    expect(people.rows[1]?.memberships[0]?.unit).toBe('36112810420100012347')
    expect(people.problems).toMatchObject([{ line: 3, code: 'BAD_CODE' }])
    expect(units.rows[0]?.code).toBe('36112810420100012347')
  })
})

describe('A code that a file names something by', () => {
  test('is refused in every kind of list where its digits were lost', async () => {
    const lost = '3.61128E+17'
    const csv = (text: string) => readTable(bytes(text), { name: 'a.csv' })
    const areas = readParentCodes(await csv(`code,name,parent\n1,a,\n2,b,${lost}\n`))
    expect(areas.problems).toMatchObject([{ line: 3, code: 'BAD_CODE', column: 'parent' }])
    expect(readUnits(await csv(`code,name\n${lost},a\n`)).problems).toMatchObject([{ code: 'BAD_CODE' }])
    const line = '{"type":"LineString","coordinates":[[1,1],[1,1.01]]}'
    const dam = `{"type":"Feature","properties":{"code":361128104201000123.0},"geometry":${line}}`
    const table = await readTable(bytes(dam), { name: 'a.geojson' })
    expect(readSections(table, { kind: 'dam', sectionM: 500 }).problems).toMatchObject([{ code: 'BAD_CODE' }])
  })

  test('is refused where a workbook keeps it as a number of more digits than it has', async () => {
    const file = await workbook({
      sheets: [
        {
          name: 'units',
          rows: [
            ['code', 'name'],
            [{ xml: '<v>361128104201000123</v>' }, 'a'],
          ],
        },
      ],
    })
    const reading = readUnits(await readTable(file, { name: 'a.xlsx' }))
    expect(reading.problems).toMatchObject([{ code: 'BAD_CODE', column: 'code' }])
  })
})
