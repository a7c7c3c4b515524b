import { expect, test } from 'vitest'
import { csv as csvFile } from '../../src/apps/server/lists/csv.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { csv, importer, SOLE_ROLES } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const { apply } = importer(scene.world)

async function people(text: string) {
  const reading = readPeople(await csv(text))
  const [report] = await apply({ source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES })
  return report
}

test('a list that goes out and is read in again changes nothing, whatever its cells begin with', async () => {
  const names = ['=1+1', '+公式', '-减', '@某', "'t Hooft", "'甲", '="乙"', '平常']
  const guarded = names.map((name, i) => `${'=+-@'[i % 4]}G${i},${name},+8613800000${i}00`)
  const file = async () => {
    const found = await scene.db.read(
      (tx) => tx<{ code: string; name: string; phone: string }[]>`
        select p.code, p.name, c.address as phone from person p
          join contact c on c.district = p.district and c.person = p.id
        where p.code ~ '^[=+@-]G' order by p.code`,
    )
    async function* pages() {
      yield found.map(({ code, name, phone }) => [code, name, 'U1', phone])
    }
    let text = ''
    for await (const piece of csvFile(['code', 'name', 'unit', 'phone'], pages())) text += piece
    return { found, text }
  }
  async function* first() {
    yield guarded.map((line) => {
      const [code = '', name = '', phone = ''] = line.split(',')
      return [code, name, 'U1', phone]
    })
  }
  let text = ''
  for await (const piece of csvFile(['code', 'name', 'unit', 'phone'], first())) text += piece
  expect(await people(text)).toMatchObject({ new: names.length, notes: [], unplaced: [] })
  const out = await file()
  expect(out.found.map(({ name }) => name).sort()).toEqual([...names].sort())
  expect(out.text).toContain("'=G0,'=1+1,U1,'+8613800000000")
  expect(await people(out.text)).toMatchObject({ new: 0, changed: 0, same: names.length, notes: [], unplaced: [] })
})

test('guards of other programs come off in every cell', async () => {
  const text =
    `code,name,unit,phone\n'TB-0201,'陈甲,'U1,'+999100000201\n` +
    `"=""TB-0202""","=""陈乙""","=""U1""","=""+999100000202"""\n="TB-0203",陈丙,="U1",="+999100000203"\n` +
    `'TB-0204,'Ann Smith,'U1,'+999100000204\n`
  const { rows, notes } = readPeople(await csv(text))
  expect(notes).toEqual([])
  expect(
    rows.map(({ code, name, memberships, contacts }) => [code, name, memberships[0]?.unit, contacts[0]?.address]),
  ).toEqual([
    ['TB-0201', '陈甲', 'U1', '+999100000201'],
    ['TB-0202', '陈乙', 'U1', '+999100000202'],
    ['TB-0203', '陈丙', 'U1', '+999100000203'],
    ['TB-0204', 'Ann Smith', 'U1', '+999100000204'],
  ])
})

test('thousands apart are read where they can be one number, and never cut off', async () => {
  const rows = ['"12,000"', '1 200', '1.200', '12.000', '"1,200,000"', '"1,2万"', '１２０００', '约1200', '1.2']
  const text = rows.map((people, i) => `T${i},t,116.4${i},29.2,${people},"${people.replaceAll('"', '')}"`).join('\n')
  const mapping = { columns: {}, props: { capacity: { column: 'capacity', as: 'number' as const } } }
  const reading = readPlaces(await csv(`code,name,lon,lat,people,capacity\n${text}\n`), { kind: 'shelter', mapping })
  expect(reading.rows.map(({ people, props }) => [people, props.capacity])).toEqual([
    [12_000, undefined],
    [1200, 1200],
    [1200, 1.2],
    [null, 12],
    [1_200_000, 1_200_000],
    [12_000, 12_000],
    [12_000, 12_000],
    [null, undefined],
    [null, 1.2],
  ])
  expect(reading.notes.map(({ line, code, column }) => [line, code, column])).toEqual([
    [2, 'NUMBER_READ', 'people'],
    [2, 'NUMBER_UNSURE', 'capacity'],
    [5, 'NUMBER_UNSURE', 'people'],
    [9, 'LEFT_OUT', 'people'],
    [9, 'LEFT_OUT', 'capacity'],
    [10, 'LEFT_OUT', 'people'],
  ])
})
