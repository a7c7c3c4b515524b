import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import type { Board } from '../../src/domain/board/model.ts'
import { endDuty } from '../../src/domain/duties/actions.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { afterClosing } from '../../src/domain/gaps/leaving.ts'
import { moveCoverage } from '../../src/domain/gaps/move-coverage.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { mergeUnits, moveUnit } from '../../src/domain/people/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { counted, recount } from '../harness/recount.ts'
import { figures, refTo, useScene } from '../harness/scene.ts'

const scene = useScene()
const move = (unit: string, under: string) =>
  moveUnit(scene.db, scene.now(), CONSOLE, scene.id(unit), scene.id(under), moveCoverage)
const same = async (because?: string) => {
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  expect(kept, because).toEqual(afresh)
}

test('what a village lacks is what its township, county, prefecture and province lack', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const lacking = { required: 24, unheld: 4, late: 0 }
  for (const node of [TOWNSHIP.A, COUNTY, '3611', '36']) expect(figures(await scene.board(node)), node).toEqual(lacking)
  for (const unit of ['UA', 'UC', 'U3611', 'U36'])
    expect(figures(await scene.board(scene.id(unit))), unit).toEqual(lacking)
  // One of the four sections reaches into the warned village from the next, and is counted where it belongs.
  expect(figures(await scene.board(scene.id('U1')))).toEqual({ required: 23, unheld: 3, late: 0 })
  expect(figures(await scene.board(scene.id('U2')))).toEqual({ required: 1, unheld: 1, late: 0 })
  expect(figures(await scene.board(TOWNSHIP.B))).toEqual({ required: 0, unheld: 0, late: 0 })
})

test('a unit that is moved takes its gaps along, and the past keeps where they were', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const [whole, one] = [figures(await scene.board()), figures(await scene.board(scene.id('U1')))]
  const before = scene.now()
  scene.world.clock.forward(HOUR)
  await move('U1', 'UB')
  await scene.run()
  expect(figures(await scene.board(scene.id('UB')))).toEqual(one)
  expect(figures(await scene.board(scene.id('UC')))).toEqual(whole)
  await same()
  expect(figures(await scene.board(scene.id('UA'), { at: before }))).toEqual(whole)
  expect(figures(await scene.board(scene.id('UB'), { at: before }))).toEqual({ required: 0, unheld: 0, late: 0 })
  expect((await scene.board(scene.id('UA'), { at: before })).below.map((b) => b.node)).toContain(scene.id('U1'))
  expect((await scene.board(scene.id('UA'))).below.map((b) => b.node)).not.toContain(scene.id('U1'))
  await expect(move('UC', 'U2')).rejects.toMatchObject({ code: 'UNIT_LOOP' })
})

test('the top of a county that comes under another committee takes its counts there', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const lacking = figures(await scene.board())
  await scene.pass(MINUTE)
  await move('UC', 'U36')
  await scene.run()
  expect(figures(await scene.board(scene.id('U3611')))).toEqual({ required: 0, unheld: 0, late: 0 })
  expect(figures(await scene.board(scene.id('U36')))).toEqual(lacking)
  await same()
})

test('merged units are counted below their successor', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const whole = figures(await scene.board())
  await scene.pass(MINUTE)
  await mergeUnits(scene.db, scene.now(), CONSOLE, [scene.id('U1')], scene.id('U2'), {
    move: moveCoverage,
    close: afterClosing,
  })
  await scene.run()
  expect(figures(await scene.board(scene.id('U2')))).toEqual(whole)
  await same()
  scene.world.clock.forward(MINUTE)
  await scene.warn([1, 2, 3], { identifier: 'X-1', severity: 'Severe' })
  await same('what is newly asked of the merged unit’s area')
})

const villages = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })
const person = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 })).map(([v, n]) => `P${v}-${n}`)
const section = fc.integer({ min: 1, max: 20 }).map((n) => `S${String(n).padStart(2, '0')}`)
const household = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 }))
  .map(([v, n]) => `H${v}-${String(n).padStart(2, '0')}`)
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('warn' as const),
      villages,
      severity: fc.constantFrom('Minor', 'Severe', 'Extreme'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      section,
      person,
      role: fc.constantFrom('patrol', 'responsible'),
      hours: fc.integer({ min: 0, max: 9 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      kind: fc.constantFrom('patrol', 'evacuation'),
      place: fc.oneof(section, household),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      nth: fc.nat(),
      kind: fc.constantFrom('accepted' as const, 'arrived' as const, 'declined' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('accept' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      unit: fc.integer({ min: 1, max: 6 }),
      under: fc.constantFrom('UA', 'UB'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 200 }) }) },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

let standing: { id: string; sent: Date } | null = null
let count = 0

/** Does one thing that people or time may do; what the register refuses is refused, and nothing then changes. */
async function perform(a: Act): Promise<void> {
  const later = (hours: number) => new Date(scene.now().getTime() + hours * HOUR)
  switch (a.do) {
    case 'warn': {
      const of: Record<string, string> = standing
        ? { msgType: 'Update', references: refTo(standing.id, standing.sent) }
        : {}
      standing = { id: `W-${++count}`, sent: scene.now() }
      return scene.warn(a.villages, { identifier: standing.id, severity: a.severity, ...of })
    }
    case 'cancel': {
      if (!standing) return
      const of = {
        identifier: `W-${++count}`,
        msgType: 'Cancel',
        references: refTo(standing.id, standing.sent),
        info: null,
      }
      standing = null
      return scene.warn([], of)
    }
    case 'give': {
      const times = { starts: later(a.hours), ends: later(a.hours + 5) }
      await scene.give(a.section, a.role, a.person, times).catch(refused)
      return
    }
    case 'end': {
      const open = await scene.rows<{ id: string }>(
        'duty',
        `subject_kind = 'place' and ends > '${scene.now().toISOString()}'`,
      )
      const duty = open[a.nth % open.length]
      if (duty) await endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, 'ill', afterDutiesEnded).catch(refused)
      return
    }
    case 'report': {
      const told = {
        id: newId(scene.now()),
        kind: a.kind,
        subject: scene.id(a.place),
        toldBy: scene.id('P1-4'),
        occurredAt: scene.now(),
        body: {},
      }
      await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [told], afterRecords)
      return
    }
    case 'answer': {
      const asked = await scene.rows<{ person: string }>('summons')
      const who = asked[a.nth % asked.length]
      if (who) await scene.answer(scene.county.code(who.person), a.kind)
      return
    }
    case 'accept':
      for (const p of await scene.db.read((tx) => openProposals(tx, 'actual'))) {
        await decideProposal(scene.db, scene.now(), CONSOLE, p.district, p.id, true)
      }
      return
    case 'move':
      return move(`U${a.unit}`, a.under)
    case 'wait':
      return scene.pass(a.minutes * MINUTE)
  }
}

function refused(error: { code?: string }): void {
  if (error.code !== 'DUTY_TAKEN' && error.code !== 'DUTY_PAST') throw error
}

const NODES = [COUNTY, TOWNSHIP.A, '36', 'UA', 'UC', 'U36']
/** As many gaps as are fewer than there mostly are, so that a past list is worked out from some of the rules. */
const SHORT = 3
const boardOf = (node: string, at?: Date, gaps?: number) =>
  scene.board(node.startsWith('U') ? scene.id(node) : node, { at, gaps })
/** What a board shows, without the order of its lists and the zeros that only one of the two ways of reading writes down. */
function picture(b: Board) {
  const something = (c: { required: number }) => c.required > 0
  return {
    total: b.total,
    rules: b.rules.filter(something),
    below: b.below.filter(something),
    levels: b.campaigns.map((c) => c.level),
    gaps: b.gaps.map((g) => `${g.subject} ${g.rule} ${g.kinds.toSorted().join()} ${g.held}/${g.needed}`).sort(),
  }
}

test('whatever people and time do, every node shows what a recount finds, and the past what was seen then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 12 }), async (acts) => {
      const seen: { at: Date; node: string; picture: ReturnType<typeof picture>; after: string }[] = []
      for (const [i, a] of acts.entries()) {
        scene.world.clock.forward(MINUTE)
        await perform(a)
        await scene.run()
        await same(JSON.stringify(acts.slice(0, i + 1)))
        const node = NODES[i % NODES.length] ?? COUNTY
        for (const n of new Set([COUNTY, node])) {
          seen.push({
            at: scene.now(),
            node: n,
            picture: picture(await boardOf(n)),
            after: JSON.stringify(acts.slice(0, i + 1)),
          })
        }
      }
      scene.world.clock.forward(HOUR)
      for (const s of seen) {
        const whole = await boardOf(s.node, s.at)
        expect(picture(whole), `${s.node} after ${s.after}`).toEqual(s.picture)
        const short = await boardOf(s.node, s.at, SHORT)
        expect(short.gaps, `the first ${SHORT} of ${s.node} after ${s.after}`).toEqual(whole.gaps.slice(0, SHORT))
      }
    }),
    { numRuns: 4, endOnFailure: true },
  )
}, 600_000)
