import { describe, expect, inject, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { EVERYWHERE } from '../../src/db/agenda.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { readSubject } from '../../src/domain/board/subjects/read.ts'
import { tryAgain } from '../../src/domain/faults/actions.ts'
import { sizeOfEnding } from '../../src/domain/undo/size-of-ending.ts'
import { endWarning } from '../../src/domain/warnings/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { figures } from '../harness/scene.ts'
import { stopAfter } from '../harness/stop-after.ts'
import { useUndo } from '../harness/undo.ts'

const { scene, post, lately, latest, tryUndo, undo, undone, held, asked, heard } = useUndo()

async function endIt(reason = 'the water has fallen'): Promise<void> {
  await endWarning(scene.db, scene.now(), CONSOLE, 'W-1', reason)
}

/** What is required, and what nobody holds of it; when evidence falls due is counted anew. */
async function sizes() {
  const { required, unheld } = figures(await scene.board())
  return { required, unheld }
}

/** To whom something was sent since the flood, in which call-out. */
async function toldBy(kind: string): Promise<string[]> {
  const since = scene.now().getTime() - 2 * MINUTE
  const rows = await scene.rows<{ callout: string; person: string; queued_at: Date }>('message', `kind = '${kind}'`)
  return rows
    .filter((m) => m.queued_at.getTime() >= since)
    .map((m) => `${m.callout} ${m.person}`)
    .sort()
}

describe('a warning that was ended by mistake', () => {
  test('stands again, whole: its campaign, what it requires, who holds what, and who was called is told that it holds', async () => {
    await flood(scene)
    const [before, duties, people] = [await sizes(), await held(), await asked()]
    const old = await scene.rows<{ id: string; starts: Date; recorded_at: Date }>('duty')
    const callouts = await scene.rows('callout')
    await endIt()
    await scene.run()
    expect((await sizes()).required).toBe(0)
    expect(await asked()).toEqual([])
    const ended = await scene.rows('duty')
    expect(heard('stand-down').length).toBeGreaterThan(0)

    scene.world.clock.forward(2 * MINUTE)
    const act = await latest('warning.end')
    expect(act).toMatchObject({ reason: 'the water has fallen', actor: 'console:console', undo: null })
    const size = (await tryUndo(act.id)).body
    expect(size).toMatchObject({ kind: 'warning', lost: 0 })
    expect(size.duties).toBeGreaterThan(0)
    expect(await held()).not.toEqual(duties)
    expect(await undone('warning.end')).toEqual(size)

    expect(await sizes()).toEqual(before)
    expect(await held()).toEqual(duties)
    expect(await asked()).toEqual(people)
    const stands = await scene.rows<{ callout: string; person: string }>('summons', 'stood_down_at is null')
    const standing = new Set(stands.map((s) => `${s.callout} ${s.person}`))
    expect(await toldBy('holds')).toEqual((await toldBy('stand-down')).filter((key) => standing.has(key)))
    expect(await scene.rows('callout')).toHaveLength(callouts.length)
    const [campaign] = await scene.rows<{ level: string; ends: unknown }>('campaign')
    expect(campaign).toMatchObject({ level: 'I' })
    // What was is not changed: the rows that the end left are as it left them.
    const now = new Map((await scene.rows<{ id: string }>('duty')).map((d) => [d.id, d]))
    for (const row of ended as { id: string }[]) expect(now.get(row.id)).toEqual(row)
    expect(now.size).toBe(old.length + size.duties)
    expect((await latest('warning.end')).undo).toMatchObject({ done: true, lost: 0, told: heard('holds').length })
    const rows = await scene.db.read((tx) =>
      auditOf(tx, EVERYWHERE, (act as unknown as { subject: string }).subject, 5),
    )
    expect(rows.find((r) => r.act === 'warning.undo')?.detail).toMatchObject({ undoes: act.id, duties: size.duties })
  })

  test('is not undone twice, nor after ten minutes', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await endIt()
    await scene.run()
    const { id } = await latest('warning.end')
    scene.world.clock.forward(10 * MINUTE)
    expect((await undo(id)).status).toBe(200)
    await scene.run()
    expect(await undo(id)).toMatchObject({ status: 409, body: { code: 'ACT_UNDONE' } })
    await endIt()
    await scene.run()
    const again = await latest('warning.end')
    expect(again.id).not.toBe(id)
    scene.world.clock.forward(10 * MINUTE + 1)
    expect(await undo(again.id)).toMatchObject({ status: 422, body: { code: 'ACT_LONG_AGO' } })
    expect((await latest('warning.end')).undoUntil).toBeNull()
    expect(await undo('019aaaaa-0000-7000-8000-000000000000')).toMatchObject({
      status: 404,
      body: { code: 'ACT_UNKNOWN' },
    })
  })

  test('comes back before all of its end is worked out, and then nothing of it ends', async () => {
    await flood(scene)
    const [before, duties, people] = [await sizes(), await held(), await asked()]
    await endIt()
    await undone('warning.end')
    expect(await sizes()).toEqual(before)
    expect(await held()).toEqual(duties)
    expect(await asked()).toEqual(people)
  })

  test('leaves with others what they were given meanwhile, and says so before it is done', async () => {
    await flood(scene)
    const [first] = await scene.rows<{ subject: string; role: string; holder: string }>(
      'duty',
      `campaign is not null and sole and ends > '${scene.now().toISOString()}'`,
    )
    if (!first) throw new Error('nothing was given that one alone holds')
    await endIt()
    await scene.run()
    const another = scene.county.code(first.holder) === 'P5-7' ? 'P5-8' : 'P5-7'
    await scene.give(scene.county.code(first.subject), first.role, another)
    const { id } = await latest('warning.end')
    expect((await tryUndo(id)).body).toMatchObject({ lost: 1 })
    await undone('warning.end')
    const holders = (await held()).filter((d) => d.startsWith(`${scene.county.code(first.subject)} ${first.role} `))
    expect(holders).toEqual([`${scene.county.code(first.subject)} ${first.role} ${another}`])
    expect((await latest('warning.end')).undo?.lost).toBeGreaterThanOrEqual(1)
  })

  test('is refused where the same campaign has begun anew meanwhile', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await endIt()
    await scene.run()
    await scene.warn([2], { severity: 'Minor', identifier: 'W-2' })
    const { id } = await latest('warning.end')
    expect(await undo(id)).toMatchObject({ status: 409, body: { code: 'ACT_OVERTAKEN' } })
    expect((await scene.board()).total.required).toBeGreaterThan(0)
  })

  test('is undone to the end by another engine where the first dies between two pieces', async () => {
    await flood(scene)
    const [before, duties, people] = [await sizes(), await held(), await asked()]
    await endIt()
    await scene.run()
    const { id } = await latest('warning.end')
    await undo(id)
    await stopAfter(scene, 'undo')
    expect((await latest('warning.end')).undo?.done).toBe(false)
    await scene.run()
    expect(await sizes()).toEqual(before)
    expect(await held()).toEqual(duties)
    expect(await asked()).toEqual(people)
  })

  test.skipIf(inject('template').engine === 'distributed')(
    'one duty that cannot be given again is set aside, the others are given, and it is when somebody has it tried again',
    async () => {
      await flood(scene)
      const duties = await held()
      await endIt()
      await scene.run()
      // Of a plan that waits for a yes: what is not given again stays open.
      const [poison] = await scene.rows<{ id: string }>(
        'duty',
        `end_reason = 'no longer required' and proposal in (select id from proposal where decided_by = 'console:console')`,
      )
      const typed = (sql: string) => scene.db.write(scene.now(), (tx) => tx.unsafe(sql))
      await typed(`alter table duty add constraint poison check (again_of is distinct from '${poison?.id}') not valid`)
      try {
        await undone('warning.end')
      } finally {
        await typed('alter table duty drop constraint poison')
      }
      expect(await held()).toHaveLength(duties.length - 1)
      expect((await latest('warning.end')).undo).toMatchObject({ done: true, aside: 1 })
      expect(await scene.rows('set_aside', `step = 'undo'`)).toMatchObject([{ item: `duty ${poison?.id}` }])
      await tryAgain(scene.db, scene.now(), CONSOLE, { lane: 'actual', districts: null })
      await scene.run()
      expect(await held()).toEqual(duties)
      expect((await latest('warning.end')).undo).toMatchObject({ done: true, aside: 0 })
    },
  )

  test('shows in the past as it stood: over between its end and the undo', async () => {
    await scene.warn([1], { severity: 'Minor' })
    scene.world.clock.forward(MINUTE)
    await endIt()
    await scene.run()
    const between = scene.world.clock.forward(MINUTE)
    scene.world.clock.forward(MINUTE)
    await undone('warning.end')
    const then = await scene.board(COUNTY, { at: between })
    expect([then.total.required, then.campaigns]).toEqual([0, []])
    const rows = await lately(`?at=${between.toISOString()}`)
    expect(rows.map((r) => [r.act, r.undoUntil, r.undo])).toEqual([['warning.end', null, null]])
  })
})

describe('the end of a warning', () => {
  test('ends what was given for its campaign by plan and by hand; what the register holds stays, and reads as nobody stood it down', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Severe' })
    const [patrol] = await scene.rows<{ subject: string }>('requirement', `role = 'patrol'`)
    if (!patrol) throw new Error('no patrol is required')
    const body = { lane: 'actual', role: 'patrol', holderKind: 'person' }
    const given = await post('/duties/batch', { ...body, subjects: [patrol.subject], holder: scene.id('P1-6') })
    expect(given.body.given).toHaveLength(1)
    await scene.pass(10 * MINUTE)
    await endIt()
    await scene.run()
    const lasting = await scene.rows<{ campaign: string | null; role: string }>(
      'duty',
      `subject_kind = 'place' and ends > greatest(starts, '${scene.now().toISOString()}')`,
    )
    expect(lasting.filter((d) => d.campaign !== null || d.role === 'patrol')).toEqual([])
    expect(await held()).toContain('S01 responsible P1-4')
    expect((await scene.rows('summons', 'stood_down_at is null')).length).toBe(0)
    const place = await scene.db.read((tx) =>
      readSubject(tx, CONSOLE, scene.now(), { kind: 'place', id: scene.id('S01'), lane: 'actual' }),
    )
    expect(place.answers.map((a) => [a.role, a.answer])).toEqual([['responsible', null]])
  })

  test('says before it is done how much would end', async () => {
    await flood(scene)
    const [warning] = await scene.rows<{ id: string }>('warning')
    const size = await scene.db.read((tx) => sizeOfEnding(tx, CONSOLE, scene.now(), warning?.id ?? ''))
    const before = await held()
    const standing = await asked()
    await endIt()
    await scene.run()
    expect(before.length - (await held()).length).toBe(size.duties)
    expect(new Set(standing.map((s) => s.split(' ')[0])).size).toBe(size.people)
    expect(size).toMatchObject({ campaigns: 1, shared: false })
  })
})
