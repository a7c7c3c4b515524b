import { describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { endDuty, giveDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { endDuties } from '../../src/domain/duties/store.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { giveAtMany } from '../../src/domain/gaps/by-hand/batch.ts'
import { undoDuties } from '../../src/domain/gaps/by-hand/undo.ts'
import { afterClosing, afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { moveCoverage } from '../../src/domain/gaps/move-coverage.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { leaveUnit, mergeUnits, splitUnit } from '../../src/domain/people/actions.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf, villageCode } from '../harness/county.ts'
import { csv, features, importer, people, SOLE_ROLES, units } from '../harness/import-world.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { teamsOf } from '../harness/teams.ts'

const scene = useScene()
const { apply } = importer(scene.world)
const { form, dissolve } = teamsOf(scene)

type Summons = { callout: string; person: string; lane: string; stood_down_at: Date | null; duties: string[] }
type Message = { person: string; kind: string; lane: string; address: string; sent_at: Date | null }

const summonsesOf = (person: string) => scene.rows<Summons>('summons', `person = '${scene.id(person)}'`)
const stoodDown = async (person: string) => (await summonsesOf(person)).map((s) => s.stood_down_at)
const queued = async (person: string, kind = 'stand-down') =>
  scene.rows<Message>('message', `person = '${scene.id(person)}' and kind = '${kind}'`)
const heard = (person: string) => scene.phones.heard.filter((m) => m.person === scene.id(person)).map((m) => m.kind)

/** The households of village 1 are P1-5's, so that nobody else is given anything there. */
async function households(): Promise<void> {
  for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-5')
}

/** Village 1 is warned; S01 is one's alone, who is called. */
async function called(holder = 'P1-4', more = {}): Promise<Duty> {
  await households()
  const duty = await scene.give('S01', 'responsible', holder, more)
  await scene.warn([1], { severity: 'Minor' })
  scene.world.clock.forward(MINUTE)
  return duty
}
const end = (duty: Duty) => endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, 'ill', afterDutiesEnded)
const replace = (duty: Duty, holder: string) =>
  replaceHolder(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, scene.id(holder), 'relieved', afterDutiesEnded)
const me = (code: string) => ({ district: COUNTY, id: scene.id(code) })
const day = (at: Date) => at.toISOString().slice(0, 10)

/** Another county, into which a place may be moved. */
const NEXT = '361129'
const nextCounty = () =>
  scene.db.write(scene.now(), async (tx) => {
    await tx`
      insert into area (code, parent, district, level, kind, name, path, shape)
      select ${NEXT}, '3611', ${NEXT}, 2, 'county', 'Next', array['36', '3611', ${NEXT}], shape from area where code = ${COUNTY}`
  })

/** Every way in which what somebody was called for may be theirs no more. */
const WAYS: [title: string, act: (duty: Duty) => Promise<unknown>][] = [
  ['is ended', end],
  ['is put into another’s hands', (duty) => replace(duty, 'P1-6')],
  ['is taken back a moment after it was given', ({ id }) => undoDuties(scene.db, scene.now(), CONSOLE, COUNTY, [id])],
  [
    'is given up by somebody who falls ill',
    () => noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, { person: 'P1-4', kind: 'away', release: true }),
  ],
  ['is held by somebody who leaves', () => leaveUnit(scene.db, scene.now(), CONSOLE, me('P1-4'), 'U1', afterLeaving)],
  [
    'is held by somebody who has left by a new list of people',
    async () => apply(await people(`code,name,unit,to\nP1-4,P1-4,U1,${day(new Date(scene.now().getTime() - DAY))}\n`)),
  ],
  [
    'has ended by a list of duties',
    async (duty) => {
      const reading = readDuties(
        await csv(
          `place,role,holder,from,to\nS01,responsible,P1-4,${duty.starts.toISOString()},${scene.now().toISOString()}\n`,
        ),
        { zone: '+08:00' },
      )
      return apply({ source: 'duties.csv', what: 'duties', reading, soleRoles: SOLE_ROLES })
    },
  ],
  [
    'is at a place that a newer file puts into another county',
    async () => {
      await nextCounty()
      const [place] = await scene.rows<{ geom: string }>('place', `code = 'S01'`)
      const [shape] = await scene.db.read(
        (tx) => tx<{ geom: string }[]>`select st_asgeojson(geom) as geom from place where code = 'S01'`,
      )
      expect(place).toBeDefined()
      const table = await features([{ code: 'S01', area: NEXT }, JSON.parse(shape?.geom ?? '{}')])
      return apply({ source: 'dam.geojson', what: 'places', reading: readPlaces(table, { kind: 'dam-section' }) })
    },
  ],
  [
    'is required no more',
    () =>
      scene.warn([], {
        identifier: 'W-2',
        msgType: 'Cancel',
        references: refTo('W-1', new Date(scene.now().getTime() - MINUTE)),
        info: null,
      }),
  ],
]

describe('whoever was called for a duty alone is stood down in the act, if it', () => {
  test.each(WAYS)('%s', async (_, act) => {
    const duty = await called()
    expect(heard('P1-4')).toEqual(['call'])
    await act(duty)
    const [summons] = await summonsesOf('P1-4')
    expect(summons?.stood_down_at).toEqual(scene.now())
    expect(await queued('P1-4')).toMatchObject([{ lane: 'actual', address: '+86 P1-4' }])
    await scene.run()
    expect(heard('P1-4')).toEqual(['call', 'stand-down'])
    await scene.pass(2 * HOUR)
    expect(heard('P1-4')).toEqual(['call', 'stand-down'])
  })
})

describe('what a unit answers for is asked of its secretary:', () => {
  const ofUnit = () => called('U1', { holderKind: 'unit' })
  const post = async () => {
    const [duty] = await scene.rows<{ id: string }>('duty', `subject = '${scene.id('U1')}' and role = 'secretary'`)
    return { id: duty?.id } as Duty
  }
  const CLOSED: [title: string, act: () => Promise<unknown>][] = [
    [
      'merged into another',
      () => {
        const after = { move: moveCoverage, close: afterClosing }
        return mergeUnits(scene.db, scene.now(), CONSOLE, [scene.id('U1')], scene.id('U2'), after)
      },
    ],
    [
      'closed by a list of units',
      async () =>
        apply(
          await units(
            `code,name,dissolved,area\nU1,Unit U1,${day(new Date(scene.now().getTime() - DAY))},${villageCode(1)}\n`,
          ),
        ),
    ],
  ]

  test.each(CLOSED)('a unit that is %s asks nothing of them any more, and their post has ended', async (_, act) => {
    await ofUnit()
    expect(heard('P1-1')).toEqual(['call'])
    await act()
    expect(await stoodDown('P1-1')).toEqual([scene.now()])
    const over = await scene.rows('duty', `subject = '${scene.id('U1')}' or holder = '${scene.id('U1')}'`)
    expect(over.map((d) => (d as { ends: Date }).ends)).toEqual(over.map(() => scene.now()))
    await scene.run()
    expect(heard('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('who goes with a unit that is split off is asked nothing of the old one any more, in that act', async () => {
    await ofUnit()
    const offshoot = { code: 'U1-N', name: 'New', area: null, people: [scene.id('P1-1')], units: [] }
    const after = { move: moveCoverage, leave: afterLeaving }
    await splitUnit(scene.db, scene.now(), CONSOLE, scene.id('U1'), [offshoot], after)
    expect(await stoodDown('P1-1')).toEqual([scene.now()])
    expect(await queued('P1-1')).toHaveLength(1)
    const posts = await scene.rows<{ role: string; ends: Date }>('duty', `subject = '${scene.id('U1')}'`)
    expect(posts.filter((d) => d.ends <= scene.now()).map((d) => d.role)).toEqual(['secretary'])
    await scene.run()
    expect(heard('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('a team that is dissolved asks nothing of whom it was asked, in that act, and its place is open', async () => {
    await households()
    const team = await form()
    const post = { subjectKind: 'unit' as const, subject: team.unit, role: 'secretary', holder: scene.id('P1-1') }
    await giveDuty(scene.db, scene.now(), CONSOLE, { district: COUNTY, ...post }, givingDuty)
    const place = { subject: scene.id('S01'), role: 'responsible', holderKind: 'unit' as const, holder: team.unit }
    await giveDuty(scene.db, scene.now(), CONSOLE, { district: COUNTY, ...place }, givingDuty)
    await scene.warn([1], { severity: 'Minor' })
    expect(heard('P1-1')).toEqual(['call'])
    scene.world.clock.forward(MINUTE)
    await dissolve(team.unit)
    expect(await stoodDown('P1-1')).toEqual([scene.now()])
    expect(await queued('P1-1')).toHaveLength(1)
    const open = await scene.rows('requirement', `subject = '${scene.id('S01')}' and gap_since is not null`)
    expect(open).toMatchObject([{ rule: 'section-responsible', held: 0 }])
    await scene.run()
    expect(heard('P1-1')).toEqual(['call', 'stand-down'])
  })

  test('whoever follows as secretary is called for it, and who was it is stood down', async () => {
    await ofUnit()
    await replace(await post(), 'P1-6')
    expect(await stoodDown('P1-1')).toEqual([scene.now()])
    await scene.run()
    expect([heard('P1-1'), heard('P1-6')]).toEqual([['call', 'stand-down'], ['call']])
  })

  test('who is secretary no more, but answers for something else, stays; the new one is called all the same', async () => {
    const duty = await scene.give('S02', 'responsible', 'P1-1')
    await ofUnit()
    await replace(await post(), 'P1-6')
    await scene.run()
    expect([await stoodDown('P1-1'), heard('P1-1'), heard('P1-6')]).toEqual([[null], ['call'], ['call']])
    await end(duty)
    expect(await stoodDown('P1-1')).toEqual([scene.now()])
  })
})

describe('a summons that asks for several', () => {
  test('stays until the last of them ends; a call that follows tells of what is left', async () => {
    const first = await called()
    const second = await scene.give('S02', 'responsible', 'P1-6')
    await scene.run()
    expect(heard('P1-6')).toEqual(['call'])
    await replace(second, 'P1-4')
    await scene.run()
    // P1-4 is called for S02 in a call-out of its own.
    expect(await stoodDown('P1-6')).toEqual([scene.now()])
    expect((await summonsesOf('P1-4')).map((s) => s.duties.length)).toEqual([1, 1])
    await end(first)
    expect((await stoodDown('P1-4')).filter((at) => at !== null)).toHaveLength(1)
  })

  test('tells in its next call of what is left', async () => {
    await households()
    const held = await scene.rows<Duty>('duty', `role = 'helper'`)
    await scene.warn([1], { severity: 'Minor' })
    for (const duty of held.slice(0, 19)) await end({ ...duty, id: duty.id })
    expect(await stoodDown('P1-5')).toEqual([null])
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    const [row] = (await app.inject(`/api/v1/lists/summonses?district=${COUNTY}&person=${scene.id('P1-5')}`)).json()
      .items
    expect(row.cells.duties).toBe(1)
    await scene.pass(5 * MINUTE)
    const calls = scene.phones.heard.filter((m) => m.person === scene.id('P1-5')).map((m) => m.body)
    expect(calls).toEqual([expect.stringContaining('20 household(s)'), expect.stringContaining('1 household(s)')])
  })
})

describe('a message', () => {
  const taken = (until: Date) =>
    scene.db.write(
      scene.now(),
      (tx) => tx`update message set sent_at = null, claimed_until = ${until} where kind = 'call'`,
    )

  test('that nobody has taken to send is withdrawn, and nothing follows it', async () => {
    const duty = await called()
    await taken(new Date(0))
    await scene.db.write(scene.now(), (tx) => tx`update message set claimed_until = '-infinity'`)
    await end(duty)
    expect(await queued('P1-4')).toEqual([])
    expect(await queued('P1-4', 'call')).toMatchObject([{ fail_reason: 'stood down before it was sent' }])
    const before = scene.phones.heard.length
    await scene.pass(HOUR)
    expect(scene.phones.heard.slice(before).filter((m) => m.person === scene.id('P1-4'))).toEqual([])
  })

  test('that an engine took before it died may be on its way, so that the stand-down follows it', async () => {
    const duty = await called()
    await taken(new Date(scene.now().getTime() - MINUTE))
    await end(duty)
    expect(await queued('P1-4')).toHaveLength(1)
    await scene.run()
    expect(heard('P1-4')).toEqual(['call', 'stand-down'])
  })

  test('is not sent to somebody whose every call failed, but is to one who has answered all the same', async () => {
    scene.phones.dead.add('+86 P1-4').add('+86 P1-6')
    const duty = await called()
    const other = await scene.give('S02', 'responsible', 'P1-6')
    await scene.run()
    await scene.answer('P1-6', 'accepted')
    await end(duty)
    await end(other)
    expect([(await queued('P1-4')).length, (await queued('P1-6')).length]).toEqual([0, 1])
  })
})

test('whose duty is given to another and back within a minute is called for it again, once', async () => {
  const back = await replace(await called(), 'P1-6')
  scene.world.clock.forward(20_000)
  await replace(back, 'P1-4')
  await scene.run()
  expect(heard('P1-4')).toEqual(['call', 'stand-down', 'call'])
  expect(await stoodDown('P1-6')).toEqual([])
  expect((await stoodDown('P1-4')).filter((at) => at === null)).toHaveLength(1)
  await scene.answer('P1-4', 'accepted')
  await scene.pass(HOUR)
  expect(heard('P1-4')).toEqual(['call', 'stand-down', 'call'])
})

test('who has said no is not told to stand down, when another is put in their place', async () => {
  const duty = await called()
  await scene.answer('P1-4', 'declined')
  await replace(duty, 'P1-6')
  await scene.run()
  expect([heard('P1-4'), heard('P1-6'), await stoodDown('P1-4')]).toEqual([['call'], ['call'], [null]])
})

describe('those at the door', () => {
  test('are stood down with the one whose door it was, and not with another', async () => {
    const duty = await called()
    await scene.pass(18 * MINUTE)
    // Neither P1-4 nor P1-5 answers: the deputy P1-2 and the secretary P1-1 are to go to both doors.
    expect([await stoodDown('P1-2'), await stoodDown('P1-1')]).toEqual([[null], [null]])
    await end(duty)
    expect([await stoodDown('P1-2'), await stoodDown('P1-1')]).toEqual([[null], [null]])
    const held = (await scene.rows<{ id: string }>('duty', `role = 'helper'`)).map((d) => d.id)
    await scene.db.write(scene.now(), async (tx) => {
      const ended = await endDuties(tx, scene.now(), COUNTY, tx`id = any(${held}::uuid[])`, 'over')
      await afterDutiesEnded(tx, scene.now(), CONSOLE, ended)
    })
    expect([await stoodDown('P1-2'), await stoodDown('P1-1')]).toEqual([[scene.now()], [scene.now()]])
    expect(await scene.rows('callout', 'ended_at is null')).toEqual([])
    await scene.run()
    for (const person of ['P1-2', 'P1-1']) expect(heard(person)).toContain('stand-down')
  })

  test('stays who has a door left, though their own duties are over', async () => {
    const own = await scene.give('S02', 'responsible', 'P1-2')
    await called()
    await scene.pass(12 * MINUTE)
    expect((await scene.rows<{ doors: number }>('summons', `person = '${scene.id('P1-2')}'`))[0]?.doors).toBe(2)
    await end(own)
    expect(await stoodDown('P1-2')).toEqual([null])
  })
})

test('nobody is called for a shift that ended while no engine ran', async () => {
  await households()
  await scene.give('S01', 'patrol', 'P1-4', { ends: new Date(scene.now().getTime() + HOUR) })
  await scene.warn([1], { severity: 'Severe' })
  expect(heard('P1-4')).toEqual(['call'])
  scene.world.clock.forward(3 * HOUR)
  await scene.run()
  expect(heard('P1-4')).toEqual(['call', 'stand-down'])
})

describe('in an exercise that counts real duties', () => {
  const LANE = 'drill'
  /** The exercise has a clock of its own, a day ahead. */
  const exercise = async () => {
    const duty = await called()
    const then = new Date(scene.now().getTime() + DAY)
    await scene.db.write(
      scene.now(),
      (tx) => tx`
        insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
        values (${LANE}, ${COUNTY}, 1, ${scene.now()}, ${then}, ${then}, 'paused', ${scene.now()}, ${scene.now()})`,
    )
    const xml = cap({
      identifier: 'X-1',
      severity: 'Minor',
      sent: capTime(then),
      expires: capTime(new Date(then.getTime() + DAY)),
      area: `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`,
    })
    await takeWarnings(scene.db, then, CONSOLE, {
      lane: LANE,
      source: 'story',
      warnings: readCap(xml).warnings,
      raw: xml,
    })
    await runDue(scene.db, LANE, then, scene.gear)
    return { duty, then }
  }

  test('the end of one frees its holder there by the exercise’s clock, and says that it is one', async () => {
    const { duty, then } = await exercise()
    expect(heard('P1-4')).toEqual(['call', 'call'])
    await end(duty)
    const lanes = (await summonsesOf('P1-4')).map((s) => [s.lane, s.stood_down_at] as const)
    expect(new Map(lanes)).toEqual(
      new Map([
        ['actual', scene.now()],
        [LANE, then],
      ]),
    )
    await scene.run()
    expect(heard('P1-4')).toEqual(['call', 'call', 'stand-down'])
    await runDue(scene.db, LANE, then, scene.gear)
    const told = scene.phones.heard.filter((m) => m.kind === 'stand-down').map((m) => m.body.startsWith('EXERCISE'))
    expect(told).toEqual([false, true])
    const board = await scene.db.read((tx) =>
      readBoard(tx, CONSOLE, then, { tree: 'area', node: COUNTY, lane: LANE, gaps: 10_000 }),
    )
    const unheld = board.gaps.filter((g) => g.place === 'S01' && g.rule === 'section-responsible')
    expect(unheld).toHaveLength(1)
  })

  test('the end of one that the exercise gave frees nobody in real life', async () => {
    const { then } = await exercise()
    const before = await scene.rows('requirement', `campaign in (select id from campaign where lane = 'actual')`)
    const wish = {
      lane: LANE,
      subjects: [scene.id('S02')],
      role: 'responsible',
      holderKind: 'person' as const,
      holder: scene.id('P1-4'),
    }
    const { given } = await giveAtMany(scene.db, then, CONSOLE, COUNTY, wish)
    await runDue(scene.db, LANE, then, scene.gear)
    await undoDuties(scene.db, then, CONSOLE, COUNTY, given)
    expect((await summonsesOf('P1-4')).filter((s) => s.lane === 'actual')).toMatchObject([{ stood_down_at: null }])
    expect(await scene.rows('requirement', `campaign in (select id from campaign where lane = 'actual')`)).toEqual(
      before,
    )
  })
})
