import { expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeBackAnswers, writeDownAnswers } from '../../src/domain/callouts/written-answers.ts'
import { afterDecline, afterRecords } from '../../src/domain/gaps/actions.ts'
import { sayOfHazard, takeBackTold } from '../../src/domain/hazards/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { type WatchedQuery, watchStatements } from '../harness/watch-statements.ts'

const scene = useScene()

/** What an act does first of these: to take a turn in the district, or to hold or change what others may have in hand. */
async function firstOf(act: (db: Db) => Promise<unknown>): Promise<'turn' | 'row' | 'nothing'> {
  const noted: WatchedQuery[] = []
  const watched: Db = {
    ...scene.db,
    write: (now, fn) => scene.db.write(now, (tx) => fn(watchStatements(tx, (query) => noted.push(query)))),
  }
  await act(watched)
  for (const query of noted) {
    const text = query.statement?.string ?? ''
    if (text.includes('pg_advisory_xact_lock')) return 'turn'
    if (/\bfor update\b|\bupdate (summons|hazard|written_answer|requirement|duty)\b/.test(text)) return 'row'
  }
  return 'nothing'
}

test('an act that holds an answer or a hazard has its turn in the district first, and so stands in no circle with a step', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const [asked] = await scene.rows<{ callout: string; person: string }>('summons', `asked_as = 'holder'`)
  if (!asked) throw new Error('nobody was called')
  const no = { district: COUNTY, callout: asked.callout, persons: [asked.person], kind: 'declined' as const }
  let act = ''
  expect(
    await firstOf(async (db) => {
      act = (await writeDownAnswers(db, scene.now(), CONSOLE, no, afterDecline)).act ?? ''
    }),
  ).toBe('turn')
  const back = { district: COUNTY, act }
  expect(await firstOf((db) => takeBackAnswers(db, scene.now(), CONSOLE, back, afterDecline))).toBe('turn')

  const boil = {
    id: newId(scene.now()),
    kind: 'hazard',
    subject: scene.id('S01'),
    toldBy: scene.id('P1-4'),
    occurredAt: scene.now(),
    body: { hazard: 'boil', muddy: true },
  }
  const take = (db: Db) => takeRecords(db, scene.now(), CONSOLE, COUNTY, ACTUAL, [boil], afterRecords)
  expect(await firstOf(take)).toBe('turn')
  const acting = { district: COUNTY, hazard: boil.id, now: scene.now(), actor: CONSOLE }
  const treated = { id: newId(scene.now()), state: 'treating' as const, toldBy: scene.id('P1-2') }
  expect(await firstOf((db) => sayOfHazard(db, acting, treated, afterRecords))).toBe('turn')
  const taken = { id: newId(scene.now()), record: treated.id }
  expect(await firstOf((db) => takeBackTold(db, acting, taken, afterRecords))).toBe('turn')
})
