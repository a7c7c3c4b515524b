import { describe, expect, inject, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { giveDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import { dutiesHeldBy } from '../../src/domain/duties/store.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { decidePart } from '../../src/domain/gaps/plan-part.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { leaveUnit } from '../../src/domain/people/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { formTeam } from '../../src/domain/teams/actions.ts'
import type { TeamToForm } from '../../src/domain/teams/model.ts'
import { COUNTY } from '../harness/county.ts'
import { minutesOn, tableSums, useKilledProcesses } from '../harness/killed-process.ts'

/**
 * Another process does each act up to its last statement and is killed before it commits. Then it is as if nothing had
 * been done, the same act does it, and once only. What follows a dead process here is a new one on the same data.
 */
const { withDb, idOf, killedWithin } = useKilledProcesses({ flowDone: true })

describe.skipIf(inject('template').engine === 'distributed')(
  'a process killed in the middle (not told on Citus, whose tests share one database)',
  () => {
    test('of giving a duty leaves no duty, no count and no line in the audit', async () => {
      const duty = {
        district: COUNTY,
        subject: idOf('S02'),
        role: 'responsible',
        holder: idOf('P1-4'),
      }
      const before = await withDb(tableSums)
      await killedWithin(
        {
          giveDuty: 'src/domain/duties/actions.ts',
          givingDuty: 'src/domain/gaps/stand-in.ts',
        },
        'await giveDuty(db, now, CONSOLE, args, givingDuty)',
        duty,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        await giveDuty(db, minutesOn(4), CONSOLE, duty, givingDuty)
        const again = giveDuty(db, minutesOn(4), CONSOLE, duty, givingDuty)
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
            and s.person not in (${idOf('P1-1')}, ${idOf('P1-4')})
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
      const [{ person }, before] = await withDb(async (db) => [await calledFor(db), await tableSums(db)] as const)
      const [membership] = await withDb((db) =>
        db.read(
          (tx) => tx<{ unit: string }[]>`select unit from membership where person = ${person} and ends = 'infinity'`,
        ),
      )
      const args = { person: { district: COUNTY, id: person }, unit: membership?.unit ?? '' }
      await killedWithin(
        { leaveUnit: 'src/domain/people/actions.ts', afterLeaving: 'src/domain/gaps/leaving.ts' },
        'await leaveUnit(db, now, CONSOLE, args.person, args.unit, afterLeaving)',
        args,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const there = (await standsDown(db, person))[0]?.n ?? 0
        await leaveUnit(db, minutesOn(4), CONSOLE, args.person, args.unit, afterLeaving)
        expect(await db.read((tx) => dutiesHeldBy(tx, COUNTY, person, minutesOn(4)))).toEqual([])
        const standing = await db.read(
          (tx) => tx`select from summons where person = ${person} and stood_down_at is null`,
        )
        expect(standing.count).toBe(0)
        expect((await standsDown(db, person))[0]?.n).toBe(there + 1)
      })
    })

    test('of putting another in somebody’s place leaves the one there, who is told nothing, and neither is the other called', async () => {
      const [{ id, person }, before] = await withDb(async (db) => [await calledFor(db), await tableSums(db)] as const)
      const args = { id, holder: idOf('P1-9') }
      await killedWithin(
        { replaceHolder: 'src/domain/duties/actions.ts', afterDutiesEnded: 'src/domain/gaps/after-ended.ts' },
        `await replaceHolder(db, now, CONSOLE, '${COUNTY}', args.id, args.holder, 'relieved', afterDutiesEnded)`,
        args,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        await replaceHolder(db, minutesOn(4), CONSOLE, COUNTY, id, args.holder, 'relieved', afterDutiesEnded)
        const [duty] = await db.read((tx) => tx`select ends from duty where id = ${id}`)
        expect(duty?.ends).toEqual(minutesOn(4))
        const again = replaceHolder(db, minutesOn(4), CONSOLE, COUNTY, id, args.holder, 'relieved', afterDutiesEnded)
        await expect(again).rejects.toMatchObject({ code: 'DUTY_PAST' })
        expect((await standsDown(db, person))[0]?.n).toBeLessThanOrEqual(1)
      })
    })

    test('of noting an absence leaves nobody away and no duty ended, and the same key notes it', async () => {
      const input = { person: 'P1-1', kind: 'away', release: true } as const
      const [held, before] = await withDb(
        async (db) =>
          [await db.read((tx) => dutiesHeldBy(tx, COUNTY, idOf('P1-1'), minutesOn(4))), await tableSums(db)] as const,
      )
      await killedWithin(
        { noteAbsence: 'src/domain/gaps/by-hand/absence.ts' },
        `await noteAbsence(db, now, CONSOLE, '${COUNTY}', args, 'key-54321')`,
        input,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const noted = await noteAbsence(db, minutesOn(4), CONSOLE, COUNTY, input, 'key-54321')
        const atPlaces = held.filter((d) => d.subjectKind === 'place')
        expect(noted.released.toSorted()).toEqual(atPlaces.map((d) => d.id).sort())
        expect(noted.released.length).toBeGreaterThan(0)
        expect(await noteAbsence(db, minutesOn(5), CONSOLE, COUNTY, input, 'key-54321')).toEqual(noted)
      })
    })

    test('of forming a team leaves no unit, nobody sent and nobody who leads, and the same key forms it', async () => {
      const input: TeamToForm = {
        site: { place: 'S01' },
        kind: 'emergency-team',
        name: 'Boats',
        leader: idOf('P6-1'),
        members: [idOf('P6-3'), idOf('P5-4')],
      }
      const before = await withDb(tableSums)
      await killedWithin(
        { formTeam: 'src/domain/teams/actions.ts' },
        `await formTeam(db, now, CONSOLE, '${COUNTY}', args, 'key-12345')`,
        input,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const team = await formTeam(db, minutesOn(4), CONSOLE, COUNTY, input, 'key-12345')
        const sent = await db.read((tx) => tx`select from membership where unit = ${team.unit}`)
        expect(sent.count).toBe(3)
      })
    })

    test('of accepting some lines of a proposal leaves it whole, and the same key accepts them', async () => {
      const [[proposal], before] = await withDb(
        async (db) => [await db.read((tx) => openProposals(tx, ACTUAL)), await tableSums(db)] as const,
      )
      const decision = { proposal: proposal?.id ?? '', yes: true, which: { rule: ['section-technical'] } }
      await killedWithin(
        { decidePart: 'src/domain/gaps/plan-part.ts' },
        `await decidePart(db, now, CONSOLE, '${COUNTY}', args, 'part-12345')`,
        decision,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const { part, given, rest } = await decidePart(db, minutesOn(5), CONSOLE, COUNTY, decision, 'part-12345')
        const [row] = await db.read((tx) => tx`select count(*)::int as n from duty where proposal = ${part}`)
        expect(row?.n).toBe(given)
        expect([given > 0, rest > 0, part !== decision.proposal]).toEqual([true, true, true])
      })
    })

    test('of accepting a proposal leaves it open and none of its duties given', async () => {
      const [[proposal], before] = await withDb(
        async (db) => [await db.read((tx) => openProposals(tx, ACTUAL)), await tableSums(db)] as const,
      )
      await killedWithin(
        { decideProposal: 'src/domain/gaps/accept.ts' },
        'await decideProposal(db, now, CONSOLE, args.district, args.id, true)',
        proposal,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const { given } = await decideProposal(db, minutesOn(5), CONSOLE, COUNTY, proposal?.id ?? '', true)
        const [row] = await db.read(
          (tx) => tx`select count(*)::int as n from duty where proposal = ${proposal?.id ?? ''}`,
        )
        expect(row?.n).toBe(given)
        expect(given).toBeGreaterThan(0)
      })
    })

    test('of taking records leaves none, and the telephone sends them again', async () => {
      const record = {
        id: newId(minutesOn(5)),
        kind: 'patrol',
        subject: idOf('S01'),
        toldBy: idOf('P1-4'),
        occurredAt: minutesOn(5),
        body: {},
      }
      const before = await withDb(tableSums)
      await killedWithin(
        { takeRecords: 'src/domain/records/actions.ts', afterRecords: 'src/domain/gaps/actions.ts' },
        `await takeRecords(db, now, CONSOLE, '${COUNTY}', 'actual', [{ ...args, occurredAt: new Date(args.occurredAt) }], afterRecords)`,
        record,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        const send = () => takeRecords(db, minutesOn(6), CONSOLE, COUNTY, ACTUAL, [record], afterRecords)
        expect(await send()).toMatchObject([{ kept: 'new' }])
        expect(await send()).toMatchObject([{ kept: 'before' }])
      })
    })

    test('of telling that a boil was treated leaves it found, with no record; sent again, it is treated, once', async () => {
      const told = { subject: idOf('S01'), toldBy: idOf('P1-4'), occurredAt: minutesOn(7) }
      const boil = { ...told, id: newId(minutesOn(7)), kind: 'hazard', body: { hazard: 'boil', muddy: true } }
      const treated = {
        ...told,
        id: newId(minutesOn(7)),
        kind: 'hazard-state',
        body: { of: boil.id, state: 'treated' },
      }
      const send = (db: Db, record: typeof boil | typeof treated) =>
        takeRecords(db, minutesOn(8), CONSOLE, COUNTY, ACTUAL, [record], afterRecords)
      const states = (db: Db) =>
        db.read((tx) => tx<{ state: string }[]>`select state from hazard where id = ${boil.id}`)
      await withDb((db) => send(db, boil))
      const before = await withDb(tableSums)
      await killedWithin(
        { takeRecords: 'src/domain/records/actions.ts', afterRecords: 'src/domain/gaps/actions.ts' },
        `await takeRecords(db, now, CONSOLE, '${COUNTY}', 'actual', [{ ...args, occurredAt: new Date(args.occurredAt) }], afterRecords)`,
        treated,
      )
      await withDb(async (db) => {
        expect(await tableSums(db)).toEqual(before)
        expect(await states(db)).toEqual([{ state: 'found' }])
        await send(db, treated)
        expect(await send(db, treated)).toMatchObject([{ kept: 'before' }])
        expect(await states(db)).toEqual([{ state: 'treated' }])
      })
    })
  },
)
