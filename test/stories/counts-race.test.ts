import { setTimeout } from 'node:timers/promises'
import { describe, expect, inject, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeAnswers } from '../../src/domain/callouts/actions.ts'
import { endDuty, giveDuty } from '../../src/domain/duties/actions.ts'
import { insertDuty } from '../../src/domain/duties/store.ts'
import { afterDecline, afterDuties, afterRecords } from '../../src/domain/gaps/actions.ts'
import { afterAbsences } from '../../src/domain/gaps/after-absence.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { endAbsenceNow, noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { insertDeltas } from '../../src/domain/gaps/coverage.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { holdAbsencesOf, insertAbsence } from '../../src/domain/people/absences.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { counted, recount } from '../harness/recount.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'

const scene = useScene()
const template = inject('template')

const same = async () => {
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  expect(kept).toEqual(afresh)
}
const raise = async (severity: string, change: Record<string, string | null> = {}) => {
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1, 2, 3)}</polygon>`
  const xml = cap({ sent: capTime(scene.now()), severity, area, ...change })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
}
const engine = (db: Db) => runDue(db, ACTUAL, scene.now(), scene.gear)
const section = (n: number) => `S${String(n).padStart(2, '0')}`
const give = (place: string, role: string, person: string) =>
  giveDuty(
    scene.db,
    scene.now(),
    CONSOLE,
    { district: COUNTY, subject: scene.id(place), role, holder: scene.id(person), ends: later(5) },
    givingDuty,
  ).catch((error: { code?: string }) => {
    if (error.code !== 'DUTY_TAKEN') throw error
  })
const later = (hours: number) => new Date(scene.now().getTime() + hours * HOUR)
const report = (kind: string, place: string) => {
  const said = { id: newId(scene.now()), kind, subject: scene.id(place), toldBy: scene.id('P1-4'), body: {} }
  const record = { ...said, occurredAt: scene.now() }
  return takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, ACTUAL, [record], afterRecords)
}

describe.skipIf(template.engine === 'embedded')('acts at once (the embedded engine does one after another)', () => {
  test('on one place and on many, with a level raised in between, are counted as a recount counts them', {
    timeout: 300_000,
  }, async () => {
    const sent = scene.now()
    await raise('Minor', { identifier: 'W-1' })
    await engine(scene.db)
    scene.world.clock.forward(MINUTE)
    await raise('Severe', { identifier: 'W-2', msgType: 'Update', references: refTo('W-1', sent) })
    const [asked] = [await scene.rows<{ callout: string; person: string }>('summons')]
    const held = await scene.rows<{ id: string }>('duty', `subject_kind = 'place' and ends = 'infinity'`)
    const people = [1, 2, 3, 4, 5, 6].flatMap((v) => [4, 5, 6].map((n) => `P${v}-${n}`))
    const acts: Promise<unknown>[] = [
      // The same section, by many.
      ...people.slice(0, 8).map((p) => give('S01', 'patrol', p)),
      // Each another.
      ...people.slice(8, 14).map((p, i) => give(section(2 + i), 'patrol', p)),
      engine(scene.db),
      ...held
        .slice(0, 3)
        .map((d) => endDuty(scene.db, scene.now(), CONSOLE, COUNTY, d.id, 'ill', afterDutiesEnded).catch(gone)),
      ...asked.slice(0, 3).map(({ callout, person }) => {
        const answer = { callout, person, kind: 'declined' as const }
        return takeAnswers(scene.db, scene.now(), CONSOLE, COUNTY, [answer], afterDecline)
      }),
      ...['H1-01', 'H1-02', 'H2-01', 'S01', 'S02'].map((place) =>
        report(place.startsWith('S') ? 'patrol' : 'evacuation', place),
      ),
      engine(scene.db),
    ]
    await Promise.all(acts)
    await engine(scene.db)
    await same()
    expect(await scene.rows('coverage_delta')).toHaveLength(0)
    expect(await scene.rows('stamp_delta')).toHaveLength(0)
  })

  test('that give people something and say that they are away or back are counted as if one had come after the other', {
    timeout: 300_000,
  }, async () => {
    await raise('Severe')
    await engine(scene.db)
    const people = [1, 2, 3].flatMap((v) => [4, 5, 6, 7].map((n) => `P${v}-${n}`))
    const away = (person: string) =>
      noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, { person, kind: 'away', ends: later(2) })
    const notes = people.map(away)
    await Promise.all([...notes, ...people.map((p, i) => give(section(1 + (i % 10)), 'patrol', p)), engine(scene.db)])
    await same()
    scene.world.clock.forward(MINUTE)
    const absences = (await Promise.all(notes)).map((noted) => noted.absence.id)
    const back = (id: string) => endAbsenceNow(scene.db, scene.now(), CONSOLE, COUNTY, id)
    await Promise.all([
      ...absences.flatMap((id, i) => [back(id), give(section(1 + (i % 10)), 'technical', people[i] ?? '')]),
      engine(scene.db),
    ])
    await engine(scene.db)
    await same()
  })

  test.each(['giving', 'noting'])(
    'of which one gives somebody a place and one notes them away see each other (%s first)',
    async (first) => {
      await raise('Minor')
      await engine(scene.db)
      const now = scene.now()
      const person = scene.id('P3-9')
      const giving = async (tx: Tx) => {
        const duty = { district: COUNTY, subject: scene.id('S01'), role: 'responsible', holder: person, sole: true }
        await insertDuty(tx, now, CONSOLE, ACTUAL, duty)
        await afterDuties(tx, now, COUNTY, [scene.id('S01')])
      }
      const noting = async (tx: Tx) => {
        await holdAbsencesOf(tx, COUNTY, [person])
        const absence = { district: COUNTY, id: newId(now), person, kind: 'away' as const, starts: now, ends: null }
        await insertAbsence(tx, { ...absence, recordedAt: now, recordedBy: 'story' })
        await afterAbsences(tx, now, COUNTY, [absence])
      }
      const [one, other] = first === 'giving' ? [giving, noting] : [noting, giving]
      const isDone = Promise.withResolvers<void>()
      const mayEnd = Promise.withResolvers<void>()
      const earlier = scene.db.write(now, async (tx) => {
        await one(tx)
        isDone.resolve()
        await mayEnd.promise
      })
      await isDone.promise
      const second = scene.db.write(now, other)
      await setTimeout(100)
      mayEnd.resolve()
      await Promise.all([earlier, second])
      await engine(scene.db)
      await same()
      const gaps = await scene.rows(
        'requirement',
        `subject = '${scene.id('S01')}' and role = 'responsible' and held < needed`,
      )
      expect(gaps).toHaveLength(1)
    },
  )

  test('on different places do not wait for one another, though both count for the county', async () => {
    await raise('Minor')
    await engine(scene.db)
    // Another act of the district has counted, and is not at its end.
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    let counts = () => {}
    const hasCounted = new Promise<void>((resolve) => {
      counts = resolve
    })
    const other = scene.db.write(scene.now(), async (tx) => {
      await afterDuties(tx, scene.now(), COUNTY, [scene.id('S02')])
      await insertDeltas(
        tx,
        COUNTY,
        tx`
          select 'area' as tree, ${COUNTY} as node, ${ACTUAL} as lane, 'flood' as playbook, 'section-responsible' as rule,
            ${scene.now()}::timestamptz as at, 1 as required, 1 as unheld, 0 as late, 1 as nobody,
            0 as agreed, 0 as arrived, 0 as heard, 0 as expected`,
      )
      counts()
      await ended
    })
    await hasCounted
    await give('S01', 'patrol', 'P1-4')
    await report('evacuation', 'H1-01')
    end()
    await other
  })

  test('the second of two on one place counts what the first did', async () => {
    await raise('Severe')
    await engine(scene.db)
    await Promise.all(['P1-4', 'P1-5', 'P1-6', 'P2-4'].map((p) => give('S01', 'patrol', p)))
    const [row] = await scene.rows<{ held: number }>(
      'requirement',
      `rule = 'section-patrol' and subject = '${scene.id('S01')}' and starts <= '${scene.now().toISOString()}'`,
    )
    expect(row?.held).toBe(4)
    await engine(scene.db)
    await same()
  })
})

function gone(error: { code?: string }): void {
  if (error.code !== 'DUTY_PAST' && error.code !== 'DUTY_TAKEN') throw error
}
