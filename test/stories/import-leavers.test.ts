import { describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { applyImport, previewImport, runJob } from '../../src/domain/imports/actions.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { chainsOf, USUAL_ROLES } from '../../src/domain/people/chain.ts'
import { COUNTY } from '../harness/county.ts'
import { csv } from '../harness/import-world.ts'
import { figures, useScene } from '../harness/scene.ts'

const scene = useScene()
const LEVEL_TWO = { severity: 'Severe' }

async function peopleJob(text: string) {
  const reading = readPeople(await csv(text))
  return { source: 'people.csv', what: 'people', reading, soleRoles: new Set(['secretary']) } as const
}
async function unitsJob(text: string) {
  return { source: 'units.csv', what: 'units', reading: readUnits(await csv(text)) } as const
}
async function apply(job: Awaited<ReturnType<typeof peopleJob | typeof unitsJob>>) {
  const [shown] = await previewImport(scene.db, scene.now(), CONSOLE, [job])
  const [report] = await applyImport(scene.db, scene.now(), CONSOLE, [job])
  // What was shown is what was done.
  expect(report).toEqual(shown)
  return report
}
const inForce = () => scene.rows<{ role: string; subject: string; holder: string }>('duty', `ends = 'infinity'`)
const GONE = 'code,name,unit,to\nP1-1,P1-1,U1,2020-07-08\n'

describe('who leaves', () => {
  test('gives up all that they hold, at once: the places are gaps again and whoever was called for them is stood down', async () => {
    await scene.warn([1, 2, 4], LEVEL_TWO)
    const before = figures(await scene.board())
    await scene.give('S01', 'responsible', 'P1-5')
    await scene.run()
    expect(figures(await scene.board()).unheld).toBe(before.unheld - 1)
    const report = await apply(await peopleJob(GONE.replaceAll('P1-1', 'P1-5')))
    expect(report).toMatchObject({ changed: 1, ends: { duties: 1, bare: 1, people: 1 } })
    expect(report?.notes).toMatchObject([{ line: 2, code: 'LEAVES', details: { duties: 1, value: 'P1-5' } }])
    expect(figures(await scene.board()).unheld).toBe(before.unheld)
    const summons = await scene.rows<{ stood_down_at: Date | null }>('summons', `person = '${scene.id('P1-5')}'`)
    expect(summons.map((s) => s.stood_down_at)).toEqual([scene.now()])
    expect((await apply(await peopleJob(GONE.replaceAll('P1-1', 'P1-5'))))?.ends).toEqual({
      duties: 0,
      bare: 0,
      people: 0,
    })
  })

  test('is no deputy and no superior of anybody any more: the ladder goes on to the next unit', async () => {
    const superior = async () => {
      const asked = [{ key: 'P1-5', person: scene.id('P1-5'), roles: USUAL_ROLES }]
      const chains = await scene.db.read((tx) => chainsOf(tx, COUNTY, asked, scene.now()))
      return chains.get('P1-5')?.superior
    }
    expect(await superior()).toBe(scene.id('P1-1'))
    await apply(await peopleJob(GONE))
    expect(await superior()).toBe(scene.id('PA-1'))
  })

  test('gives up the post to whom the same file names for it', async () => {
    const report = await apply(
      await peopleJob(`code,name,unit,role,to\nP1-1,P1-1,U1,,2020-07-08\nP1-2,P1-2,U1,secretary,\n`),
    )
    expect(report?.notes.map((note) => note.code)).toEqual(['LEAVES'])
    const posts = (await inForce()).filter((d) => d.subject === scene.id('U1') && d.role === 'secretary')
    expect(posts).toMatchObject([{ holder: scene.id('P1-2') }])
  })

  test('one of two units keeps what is theirs at places, and gives up the post there', async () => {
    await scene.give('S01', 'responsible', 'P1-1')
    await apply(await peopleJob('code,name,unit\nP1-1,P1-1,U2\n'))
    const report = await apply(await peopleJob(GONE))
    expect(report).toMatchObject({ ends: { duties: 1, bare: 1, people: 0 }, notes: [{ code: 'POSTS_END' }] })
    const held = (await inForce()).filter((d) => d.holder === scene.id('P1-1'))
    expect(held.map((d) => d.role)).toEqual(['responsible'])
  })

  test('at a time to come holds until then', async () => {
    await scene.give('S01', 'responsible', 'P1-5')
    const report = await apply(await peopleJob('code,name,unit,to\nP1-5,P1-5,U1,2020-08-31\n'))
    expect(report).toMatchObject({ ends: { duties: 1, bare: 1, people: 1 } })
    const [duty] = await scene.rows<{ ends: Date }>('duty', `role = 'responsible'`)
    // The last day is the last of August in the county's own zone.
    expect(duty?.ends).toEqual(new Date('2020-09-01T00:00:00+08:00'))
  })
})

describe('a unit that is dissolved', () => {
  test('gives its people, posts, duties and the units below it to its successor', async () => {
    await scene.give('S01', 'contractor', 'U1', { holderKind: 'unit' })
    await apply(await unitsJob('code,name,parent\nG1,Group,U1\n'))
    const report = await apply(await unitsJob('code,name,parent,dissolved,successor\nU1,Unit U1,UA,2020-07-08,U2\n'))
    expect(report?.notes).toMatchObject([
      { code: 'CLOSES', details: { value: 'U1', kept: 'U2', people: 9, posts: 3, units: 1 } },
    ])
    // The successor has a secretary and a deputy of its own: those posts end, what the unit answers for goes on.
    expect(report?.ends).toEqual({ duties: 2, bare: 2, people: 0 })
    expect(await scene.rows('membership', `unit = '${scene.id('U1')}' and ends = 'infinity'`)).toEqual([])
    expect(await scene.rows('membership', `unit = '${scene.id('U2')}' and ends = 'infinity'`)).toHaveLength(18)
    const held = (await inForce()).filter((d) => [scene.id('S01'), scene.id('U1'), scene.id('U2')].includes(d.subject))
    expect(held.map((d) => [d.role, d.subject, d.holder]).sort()).toEqual(
      [
        ['contractor', scene.id('S01'), scene.id('U2')],
        ['deputy', scene.id('U2'), scene.id('P2-2')],
        ['secretary', scene.id('U2'), scene.id('P2-1')],
      ].sort(),
    )
    const below = await scene.rows<{ parent: string }>(
      'unit_parent',
      `ends = 'infinity' and unit in (select id from unit where code in ('G1', 'U1'))`,
    )
    expect(below.map((edge) => edge.parent)).toEqual([scene.id('U2'), scene.id('U2')])
  })

  test('and names no successor leaves gaps, and says how many', async () => {
    await scene.warn([1, 2, 4], LEVEL_TWO)
    await scene.give('S01', 'responsible', 'P1-1')
    const before = figures(await scene.board()).unheld
    await apply(await unitsJob('code,name,parent\nG1,Group,U1\n'))
    const report = await apply(await unitsJob('code,name,parent,dissolved\nU1,Unit U1,UA,2020-07-08\n'))
    expect(report?.notes).toMatchObject([{ code: 'CLOSES_BARE', details: { people: 9, units: 1, at: '2020-07-08' } }])
    expect(report?.ends.people).toBe(9)
    // One number in the sentence and in the summary.
    expect(report?.notes[0]?.details.posts).toBe(report?.ends.duties)
    // Two posts, the section, and the households that its members were given.
    expect(report?.ends.duties).toBeGreaterThan(3)
    expect(figures(await scene.board()).unheld).toBeGreaterThan(before)
    const [group] = await scene.rows<{ parent: string }>(
      'unit_parent',
      `ends = 'infinity' and unit = (select id from unit where code = 'G1')`,
    )
    expect(group?.parent).toBe(scene.id('UA'))
  })

  test('or somebody who leaves, does so on the day that the file says, in every sentence', async () => {
    const unit = await unitsJob('code,name,parent,dissolved\nU1,Unit U1,UA,2020-11-29\n')
    const [closing] = await previewImport(scene.db, scene.now(), CONSOLE, [unit])
    expect(closing?.notes).toMatchObject([{ code: 'CLOSES_BARE', details: { at: '2020-11-29' } }])
    await scene.give('S01', 'responsible', 'P1-5')
    const gone = await peopleJob('code,name,unit,to\nP1-5,P1-5,U1,2020-11-29\n')
    await scene.db.write(scene.now(), async (tx) => {
      const person = await runJob(tx, scene.now(), CONSOLE, gone, () => {})
      expect(person.report.notes).toMatchObject([{ code: 'LEAVES', details: { at: '2020-11-29' } }])
      expect(person.outcomes[0]?.changes).toContainEqual(
        expect.objectContaining({ field: 'unit', new: expect.stringContaining('–2020-11-29') }),
      )
      const closed = await runJob(tx, scene.now(), CONSOLE, unit, () => {})
      expect(closed.outcomes[0]?.changes).toContainEqual({ field: 'dissolved', old: null, new: '2020-11-29' })
    })
  })

  test('is refused where its successor is not known', async () => {
    const report = await apply(await unitsJob('code,name,parent,dissolved,successor\nU1,Unit U1,UA,2020-07-08,U99\n'))
    expect(report?.unplaced).toMatchObject([{ code: 'UNKNOWN', column: 'successor', value: 'U99' }])
    expect(await scene.rows('unit', `code = 'U1' and dissolved = 'infinity'`)).toHaveLength(1)
  })
})

describe('a unit is never put under itself', () => {
  test('by way of the register: its own descendant as its parent is refused', async () => {
    const report = await apply(await unitsJob('code,name,parent\nUA,Unit UA,U1\nUC,Unit UC,U1\nX,New,UA\n'))
    expect(report?.unplaced.map(({ line, code, value }) => [line, code, value])).toEqual([
      [2, 'CYCLE', 'UA'],
      [3, 'CYCLE', 'UC'],
    ])
    expect(report).toMatchObject({ new: 1, changed: 0 })
  })

  test('by way of another district above', async () => {
    const report = await apply(await unitsJob('code,name,parent,area\nU36,Unit U36,U1,36\n'))
    expect(report?.unplaced).toMatchObject([{ code: 'CYCLE', value: 'U36' }])
  })

  test('and what a new unit of the ring has below it is refused with it', async () => {
    const report = await apply(await unitsJob('code,name,parent,area\nN,New,U1,\nUA,Unit UA,N,\nM,Below,N,\n'))
    expect(report?.unplaced.map(({ code, value }) => [code, value])).toEqual([
      ['CYCLE', 'N'],
      ['CYCLE', 'UA'],
      ['PARENT_REFUSED', 'N'],
    ])
  })
})
