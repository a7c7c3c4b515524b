import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { COUNTY, floodText, TOWNSHIP, villageCode } from '../harness/county.ts'
import { geocodes } from '../harness/infos.ts'
import { useScene } from '../harness/scene.ts'
import { warningsOf } from '../harness/warning-states.ts'

const scene = useScene()
const { villagesHelped } = warningsOf(scene)
const ALL = [1, 2, 3, 4, 5, 6]

const warned = async (identifier = 'W-1') => {
  const [row] = await scene.rows<{ state: string; why: string | null; asks: string | null }>(
    'warning',
    `identifier = '${identifier}'`,
  )
  return row
}
const warnCodes = (scheme: string, ...codes: string[]) =>
  scene.warn([], { severity: 'Minor', area: geocodes(scheme, ...codes) })

describe('geocodes', () => {
  test.each([
    ['of twelve digits', 'GB2260', '361128000000', ALL],
    ['padded to six', '行政区划代码', '361100', ALL],
    ['of a township, padded', 'GB/T 2260', `${TOWNSHIP.B}000`, [4, 5, 6]],
    ['with a country before it', 'adcode', `CN${COUNTY}`, ALL],
    ['with its scheme before it', 'area', `GB2260:${COUNTY}`, ALL],
    ['with zeros before it', 'area', `000${COUNTY}`, ALL],
    ['in full-width digits', '行政区划代码（GB/T 2260）', '３６１１２８', ALL],
  ])('%s find their area', async (_, scheme, code, villages) => {
    await warnCodes(scheme, code)
    expect(await villagesHelped()).toEqual(villages)
  })

  test.each([
    'SAME',
    'FIPS6',
    'UGC',
    'EMMA_ID',
    'NUTS3',
    'layer:EC-MSC-SMC:1.0:CLC',
    'WARNCELLID',
    'profile:CAP-CP:Location:0.3',
  ])('of the scheme %s are not ours: nothing is matched, and that is a fault to be seen', async (scheme) => {
    await warnCodes(scheme, COUNTY)
    expect(scene.phones.heard).toEqual([])
    expect(await warned()).toMatchObject({ state: 'in-force', why: 'no-area', asks: 'no-place' })
  })

  test('of an area that was recoded find it by the new code and by the old one', async () => {
    await scene.db.write(scene.now(), async (tx) => {
      await tx`
        insert into area (code, parent, district, level, kind, name, path)
        values ('361199', '3611', '361199', 2, 'county', 'new', array['36', '3611', '361199'])`
      await tx`update area set successors = array['361199'] where code = ${COUNTY}`
    })
    await warnCodes('GB2260', '361199')
    expect(await villagesHelped()).toEqual(ALL)
  })
})

describe('a warning in force that touches no place', () => {
  const SEA = '<areaDesc>sea</areaDesc><polygon>10,116 10,117 11,117 10,116</polygon>'

  test('of an area that is not known says so, and calls once the area is there', async () => {
    await scene.warn([], { severity: 'Minor', area: SEA })
    expect(await warned()).toMatchObject({ state: 'in-force', why: 'no-area', asks: 'no-place' })
    await scene.db.write(scene.now(), async (tx) => {
      await tx`update area set shape = st_geomfromtext('MULTIPOLYGON(((116 10, 117 10, 117 11, 116 10)))', 4326)
        where code = ${villageCode(1)}`
      await tx`update place set geom = st_setsrid(st_point(116.9, 10.2), 4326) where code = 'H1-01'`
    })
    await scene.pass(10 * MINUTE)
    expect(await warned()).toMatchObject({ state: 'in-force', why: null, asks: null })
    expect(await scene.rows('requirement', `ends = 'infinity'`)).toHaveLength(1)
  })

  test('that its playbook asks about says so as well', async () => {
    await scene.db.write(scene.now(), (tx) => tx`update place set closed = ${scene.now()}`)
    await scene.warn([6], { severity: 'Minor' })
    expect(await warned()).toMatchObject({ state: 'in-force', why: 'no-place', asks: 'no-place' })
  })

  test('is not one where one of its areas does', async () => {
    await scene.warn([], { severity: 'Minor', area: `${SEA}</area><area>${geocodes('area', COUNTY)}` })
    expect(await warned()).toMatchObject({ state: 'in-force', why: null, asks: null })
  })
})

describe('a line along the edge of what is warned', () => {
  /** Sections whose line runs 30 m south of a polygon over the southern row of villages. */
  async function patrolled(text: string): Promise<number> {
    const sections = await scene.rows<{ lat: number }>(
      `(select st_ymin(geom) as lat, id, kind from place where kind = 'dam-section' order by 1) s`,
    )
    const shore = Math.min(...sections.map((s) => s.lat))
    const [south, north] = [shore + 0.00027, shore + 0.001]
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'flood.yaml'), text))
    const polygon = `${south},116.6 ${south},116.66 ${north},116.66 ${north},116.6 ${south},116.6`
    await scene.warn([], { severity: 'Minor', area: `<areaDesc>a</areaDesc><polygon>${polygon}</polygon>` })
    return (await scene.rows('requirement', `rule = 'section-responsible' and ends = 'infinity'`)).length
  }

  test('is warned within 50 m where the playbook says nothing', async () => {
    expect(await patrolled(floodText())).toBe(10)
  })

  test('is warned as near as the playbook says', async () => {
    expect(
      await patrolled(floodText().replaceAll('each: dam-section', 'each: { kind: dam-section, near: 10 m }')),
    ).toBe(0)
  })

  /** Two sections are moved to run beside a polygon that reaches into the county. */
  test.each([
    ['its south', (m: number) => [116.7, 28.95 - m / 110_852, 116.72, 28.95 - m / 110_852]],
    ['its west', (m: number) => [116.65 - m / 97_510, 28.96, 116.65 - m / 97_510, 28.98]],
    ['its corner', (m: number) => cornered(m)],
  ])('counts to the metre on %s: 49 m away is warned, 51 m is not', async (_, at) => {
    const moved = [49, 51].map((m, i) => ({ code: `S0${i + 1}`, line: at(m) }))
    await scene.db.write(scene.now(), async (tx) => {
      for (const { code, line } of moved) {
        await tx`update place set geom = st_setsrid(st_makeline(st_point(${line[0] ?? 0}::float8, ${line[1] ?? 0}::float8),
          st_point(${line[2] ?? 0}::float8, ${line[3] ?? 0}::float8)), 4326) where code = ${code}`
      }
    })
    const polygon = '28.95,116.65 28.95,116.8 29.01,116.8 29.01,116.65 28.95,116.65'
    await scene.warn([], { severity: 'Minor', area: `<areaDesc>a</areaDesc><polygon>${polygon}</polygon>` })
    const required = await scene.rows<{ subject: string }>(
      'requirement',
      `rule = 'section-responsible' and ends = 'infinity'`,
    )
    const near = ['S01', 'S02'].filter((code) => required.some((r) => r.subject === scene.id(code)))
    expect(near).toEqual(['S01'])
  })

  /** A line across the south-west corner of the polygon, at right angles to the way there. */
  function cornered(m: number): number[] {
    const [east, north] = [1 / 97_510, 1 / 110_852]
    const [lon, lat] = [116.65 - m * Math.SQRT1_2 * east, 28.95 - m * Math.SQRT1_2 * north]
    return [lon - 100 * east, lat + 100 * north, lon + 100 * east, lat - 100 * north]
  }

  test('has one margin in a playbook', () => {
    const two = floodText().replace('each: dam-section', 'each: { kind: dam-section, near: 10 m }')
    const text = two.replace('each: household', 'each: { kind: household, near: 20 m }')
    expect(() => loadPlaybook(text, 'flood.yaml')).toThrow(/near: another rule says 10 m/)
  })
})
