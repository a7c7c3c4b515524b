import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ask, type StepName } from '../../src/db/agenda.ts'
import { LEASE_MS } from '../../src/db/claims.ts'
import { type Db, type OpenOptions, openDb } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { giveDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import { dutiesHeldBy } from '../../src/domain/duties/store.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { leaveUnit } from '../../src/domain/people/actions.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { formTeam } from '../../src/domain/teams/actions.ts'
import type { TeamToForm } from '../../src/domain/teams/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { killedInTheMiddle } from '../harness/child.ts'
import { COUNTY, type County, polygonOf, settle } from '../harness/county.ts'
import { playedPhones } from '../harness/scene.ts'
import { databaseOf } from '../harness/template.ts'
import { START } from '../harness/world.ts'

/**
 * Another process does each act up to its last statement and is killed before it commits. Then it is as if nothing had
 * been done, the same act does it, and once only. What follows a dead process here is a new one on the same data.
 */
const template = inject('template')
const phones = playedPhones()
const gear = { planner: leastCost, channels: new Map([['phone', phones.channel]]) }
const now = (minutes = 0) => new Date(START.getTime() + minutes * MINUTE)
let options: OpenOptions
let county: County
let letGo = async () => {}

beforeAll(async () => {
  if (template.engine === 'embedded') {
    const folder = mkdtempSync(join(tmpdir(), 'muster-crash-'))
    options = { folder }
    letGo = async () => rmSync(folder, { recursive: true })
  } else {
    const name = `muster_crash_${process.pid}`
    const admin = postgres(template.url, { max: 1, onnotice: () => {} })
    await admin`create database ${admin(name)}`
    options = { url: databaseOf(template.url, name) }
    letGo = async () => {
      await admin`drop database if exists ${admin(name)} with (force)`
      await admin.end()
    }
  }
  await open(async (db) => {
    await migrate(db, START)
    county = await settle(db, START)
    const xml = cap({ severity: 'Severe', area: `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>` })
    await takeWarnings(db, START, CONSOLE, { lane: ACTUAL, source: 'story', warnings: readCap(xml).warnings, raw: xml })
  })
})
afterAll(() => letGo())

async function open<T>(fn: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDb(options)
  try {
    return await fn(db)
  } finally {
    await db.close()
  }
}

/** Everything that acts write, as counts by table: what is half written shows here. */
const TABLES = [
  'unit',
  'unit_parent',
  'membership',
  'duty',
  'absence',
  'record',
  'proposal',
  'proposal_line',
  'callout',
  'summons',
  'message',
  'audit',
  'requirement',
  'coverage',
  'coverage_log',
]
const counts = (db: Db) =>
  db.read(async (tx) => {
    const rows = await tx.unsafe<{ name: string; n: number; sum: string }[]>(
      TABLES.map(
        (t) =>
          `select '${t}' as name, count(*)::int as n, coalesce(sum(hashtext(t::text)), 0)::text as sum from "${t}" t`,
      ).join(' union all '),
    )
    return Object.fromEntries(rows.map((r) => [r.name, `${r.n} rows ${r.sum}`]))
  })

/** Runs the engine's steps, of which `first` is to be the next, until `last` is done; tells how everything is then. */
async function doThrough(db: Db, first: StepName, last: StepName): Promise<Record<string, string>> {
  const ran: StepName[] = []
  const enough = new Error('enough')
  const onStep = (step: StepName) => {
    ran.push(step)
    if (step === last) throw enough
  }
  await runDue(db, ACTUAL, now(1), { ...gear, onStep }).catch((error) => {
    if (error !== enough) throw error
  })
  expect(ran[0]).toBe(first)
  return counts(db)
}

/** Kills another process in the middle of `lines`, which has `db` and `args`. */
const killed = (imports: Record<string, string>, lines: string, args: unknown) =>
  killedInTheMiddle(
    { openStoppedDb: 'test/harness/stopped-db.ts', CONSOLE: 'src/domain/audit/model.ts', ...imports },
    `const db = await openStoppedDb(${JSON.stringify(options)})
     const now = new Date(${JSON.stringify(now(1))})
     const args = ${JSON.stringify(args)}
     ${lines}`,
  )
const ENGINE = {
  runDue: 'src/engine/loop.ts',
  leastCost: 'src/domain/planner/least-cost.ts',
  consoleChannel: 'src/channels/console.ts',
}
const RUN = `await runDue(db, 'actual', now, { planner: leastCost, channels: new Map([['phone', consoleChannel('phone', () => {})]]) })`

// A folder is opened again after each death, which takes the embedded engine some seconds.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

describe.skipIf(template.engine === 'distributed')(
  'a process killed in the middle (not told on Citus, whose tests share one database)',
  () => {
    test('of a step of the flow leaves it undone, for another engine to do once', async () => {
      let before = await open((db) => doThrough(db, 'warn', 'warn'))
      for (const [step, last] of [
        ['require', 'plan'],
        ['call', 'call'],
        ['climb', 'rollup'],
      ] as const) {
        await killed(ENGINE, RUN, {})
        before = await open(async (db) => {
          expect(await counts(db), step).toEqual(before)
          return doThrough(db, step, last)
        })
      }
      await open(async (db) => {
        const asked = await db.read((tx) => tx<{ duties: string[] }[]>`select duties from summons`)
        const duties = asked.flatMap((s) => s.duties)
        expect(duties).toHaveLength(20)
        expect(new Set(duties).size).toBe(20)
        const [sent] = await db.read((tx) => tx`select count(*)::int as n, count(sent_at)::int as sent from message`)
        expect(sent).toEqual({ n: asked.length, sent: asked.length })
        expect(phones.heard).toHaveLength(asked.length)
      })
    })

    test('of giving a duty leaves no duty, no count and no line in the audit', async () => {
      const duty = {
        district: COUNTY,
        subject: county.id('S02'),
        role: 'responsible',
        holder: county.id('P1-4'),
      }
      const before = await open(counts)
      await killed(
        {
          giveDuty: 'src/domain/duties/actions.ts',
          givingDuty: 'src/domain/gaps/stand-in.ts',
        },
        'await giveDuty(db, now, CONSOLE, args, givingDuty)',
        duty,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        await giveDuty(db, now(4), CONSOLE, duty, givingDuty)
        const again = giveDuty(db, now(4), CONSOLE, duty, givingDuty)
        await expect(again).rejects.toMatchObject({ code: 'DUTY_TAKEN' })
      })
    })

    /**
     * Somebody in whose stead another is put, or who leaves: who was called, and holds what they were called for. Not who was
     * given a duty by the story before, at a moment that is still to come in the process that is killed.
     */
    const calledFor = async (db: Db) => {
      const [row] = await db.read(
        (tx) => tx<{ person: string; id: string }[]>`
          select s.person, d.id from summons s join duty d on d.district = s.district and d.id = any(s.duties)
          where s.stood_down_at is null and d.ends = 'infinity' and d.holder = s.person
            and s.person not in (${county.id('P1-1')}, ${county.id('P1-4')})
            and cardinality(s.duties) = (select max(cardinality(duties)) from summons where stood_down_at is null)
          order by d.id limit 1`,
      )
      return row as NonNullable<typeof row>
    }
    const standsDown = (db: Db, person: string) =>
      db.read(
        (tx) => tx<{ n: number }[]>`
          select count(*)::int as n from message where person = ${person} and kind = 'stand-down'`,
      )

    test('of somebody’s leaving leaves them a member with all that they hold, and on the way; done again, they are stood down once', async () => {
      const [{ person }, before] = await open(async (db) => [await calledFor(db), await counts(db)] as const)
      const [membership] = await open((db) =>
        db.read(
          (tx) => tx<{ unit: string }[]>`select unit from membership where person = ${person} and ends = 'infinity'`,
        ),
      )
      const args = { person: { district: COUNTY, id: person }, unit: membership?.unit ?? '' }
      await killed(
        { leaveUnit: 'src/domain/people/actions.ts', afterLeaving: 'src/domain/gaps/leaving.ts' },
        'await leaveUnit(db, now, CONSOLE, args.person, args.unit, afterLeaving)',
        args,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        const there = (await standsDown(db, person))[0]?.n ?? 0
        await leaveUnit(db, now(4), CONSOLE, args.person, args.unit, afterLeaving)
        expect(await db.read((tx) => dutiesHeldBy(tx, COUNTY, person, now(4)))).toEqual([])
        const standing = await db.read(
          (tx) => tx`select from summons where person = ${person} and stood_down_at is null`,
        )
        expect(standing.count).toBe(0)
        expect((await standsDown(db, person))[0]?.n).toBe(there + 1)
      })
    })

    test('of putting another in somebody’s place leaves the one there, who is told nothing, and neither is the other called', async () => {
      const [{ id, person }, before] = await open(async (db) => [await calledFor(db), await counts(db)] as const)
      const args = { id, holder: county.id('P1-9') }
      await killed(
        { replaceHolder: 'src/domain/duties/actions.ts', afterDutiesEnded: 'src/domain/gaps/after-ended.ts' },
        `await replaceHolder(db, now, CONSOLE, '${COUNTY}', args.id, args.holder, 'relieved', afterDutiesEnded)`,
        args,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        await replaceHolder(db, now(4), CONSOLE, COUNTY, id, args.holder, 'relieved', afterDutiesEnded)
        const [duty] = await db.read((tx) => tx`select ends from duty where id = ${id}`)
        expect(duty?.ends).toEqual(now(4))
        const again = replaceHolder(db, now(4), CONSOLE, COUNTY, id, args.holder, 'relieved', afterDutiesEnded)
        await expect(again).rejects.toMatchObject({ code: 'DUTY_PAST' })
        expect((await standsDown(db, person))[0]?.n).toBeLessThanOrEqual(1)
      })
    })

    test('of noting an absence leaves nobody away and no duty ended, and the same key notes it', async () => {
      const input = { person: 'P1-1', kind: 'away', release: true } as const
      const [held, before] = await open(
        async (db) =>
          [await db.read((tx) => dutiesHeldBy(tx, COUNTY, county.id('P1-1'), now(4))), await counts(db)] as const,
      )
      await killed(
        { noteAbsence: 'src/domain/gaps/by-hand/absence.ts' },
        `await noteAbsence(db, now, CONSOLE, '${COUNTY}', args, 'key-54321')`,
        input,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        const noted = await noteAbsence(db, now(4), CONSOLE, COUNTY, input, 'key-54321')
        const atPlaces = held.filter((d) => d.subjectKind === 'place')
        expect(noted.released.toSorted()).toEqual(atPlaces.map((d) => d.id).sort())
        expect(noted.released.length).toBeGreaterThan(0)
        expect(await noteAbsence(db, now(5), CONSOLE, COUNTY, input, 'key-54321')).toEqual(noted)
      })
    })

    test('of forming a team leaves no unit, nobody sent and nobody who leads, and the same key forms it', async () => {
      const input: TeamToForm = {
        site: { place: 'S01' },
        kind: 'emergency-team',
        name: 'Boats',
        leader: county.id('P6-1'),
        members: [county.id('P6-3'), county.id('P5-4')],
      }
      const before = await open(counts)
      await killed(
        { formTeam: 'src/domain/teams/actions.ts' },
        `await formTeam(db, now, CONSOLE, '${COUNTY}', args, 'key-12345')`,
        input,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        const team = await formTeam(db, now(4), CONSOLE, COUNTY, input, 'key-12345')
        const sent = await db.read((tx) => tx`select from membership where unit = ${team.unit}`)
        expect(sent.count).toBe(3)
      })
    })

    test('of accepting a proposal leaves it open and none of its duties given', async () => {
      const [[proposal], before] = await open(
        async (db) => [await db.read((tx) => openProposals(tx, ACTUAL)), await counts(db)] as const,
      )
      await killed(
        { decideProposal: 'src/domain/gaps/accept.ts' },
        'await decideProposal(db, now, CONSOLE, args.district, args.id, true)',
        proposal,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        const { given } = await decideProposal(db, now(5), CONSOLE, COUNTY, proposal?.id ?? '', true)
        const [row] = await db.read(
          (tx) => tx`select count(*)::int as n from duty where proposal = ${proposal?.id ?? ''}`,
        )
        expect(row?.n).toBe(given)
        expect(given).toBeGreaterThan(0)
      })
    })

    test('of taking records leaves none, and the telephone sends them again', async () => {
      const record = {
        id: newId(now(5)),
        kind: 'patrol',
        subject: county.id('S01'),
        toldBy: county.id('P1-4'),
        occurredAt: now(5),
        body: {},
      }
      const before = await open(counts)
      await killed(
        { takeRecords: 'src/domain/records/actions.ts', afterRecords: 'src/domain/gaps/actions.ts' },
        `await takeRecords(db, now, CONSOLE, '${COUNTY}', 'actual', [{ ...args, occurredAt: new Date(args.occurredAt) }], afterRecords)`,
        record,
      )
      await open(async (db) => {
        expect(await counts(db)).toEqual(before)
        const send = () => takeRecords(db, now(6), CONSOLE, COUNTY, ACTUAL, [record], afterRecords)
        expect(await send()).toMatchObject([{ kept: 'new' }])
        expect(await send()).toMatchObject([{ kept: 'before' }])
      })
    })

    test('of planning, with the plan made and not written, leaves a lease and no line; then one plan is written', async () => {
      await open((db) => db.write(now(20), (tx) => ask(tx, ACTUAL, COUNTY, 'plan', now(20))))
      const planning = `async () => { console.log('middle'); return new Promise(() => {}) }`
      await killedInTheMiddle(
        { openDb: 'src/db/connect.ts', runDue: 'src/engine/loop.ts', leastCost: 'src/domain/planner/least-cost.ts' },
        `const db = await openDb(${JSON.stringify(options)})
         setInterval(() => {}, 1 << 30)
         await runDue(db, 'actual', new Date(${JSON.stringify(now(20))}), { planner: leastCost, channels: new Map(), fill: ${planning} })`,
      )
      await open(async (db) => {
        const lines = () =>
          db.read((tx) => tx`select proposal, subject, rule, holder from proposal_line order by 1, 2, 3, 4`)
        const before = await lines()
        const plan = async (wall: Date) => {
          const ran: StepName[] = []
          await runDue(db, ACTUAL, now(20), { ...gear, wall: { now: () => wall }, onStep: (step) => ran.push(step) })
          return ran.includes('plan')
        }
        expect(await plan(new Date())).toBe(false)
        expect(await lines()).toEqual(before)
        expect(await plan(new Date(Date.now() + LEASE_MS))).toBe(true)
        const [twice] = await db.read(
          (tx) => tx`
            select count(*)::int as n from (
              select subject, role, holder from duty where ends > ${now(20)} group by subject, role, holder having count(*) > 1) t`,
        )
        expect(twice).toEqual({ n: 0 })
      })
    })

    test('of telephoning leaves a lease: nobody else calls while it lasts, and then each is called once', async () => {
      const sending = `{ name: 'phone', contact: 'phone', send() { console.log('middle'); return new Promise(() => {}) } }`
      await killedInTheMiddle(
        { openDb: 'src/db/connect.ts', runDue: 'src/engine/loop.ts', leastCost: 'src/domain/planner/least-cost.ts' },
        `const db = await openDb(${JSON.stringify(options)})
         setInterval(() => {}, 1 << 30)
         await runDue(db, 'actual', new Date(${JSON.stringify(now(30))}), { planner: leastCost, channels: new Map([['phone', ${sending}]]) })`,
      )
      await open(async (db) => {
        const before = phones.heard.length
        const at = (minutes: number, wall: Date) =>
          runDue(db, ACTUAL, now(minutes), { ...gear, wall: { now: () => wall } })
        await at(31, new Date())
        expect(phones.heard).toHaveLength(before)
        await at(31, new Date(Date.now() + LEASE_MS))
        const called = phones.heard.slice(before).map((m) => m.key)
        expect(called.length).toBeGreaterThan(0)
        expect(new Set(called).size).toBe(called.length)
        const [left] = await db.read(
          (tx) => tx`select count(*)::int as n from message where sent_at is null and failed_at is null`,
        )
        expect(left).toEqual({ n: 0 })
      })
    })
  },
)
