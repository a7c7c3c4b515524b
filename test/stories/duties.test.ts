import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import type { Tx } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { endDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { dutiesHeldBy, dutiesOf, endDuties, insertDuty } from '../../src/domain/duties/store.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const TAKEN = { code: 'DUTY_TAKEN' }
const PAST = { code: 'DUTY_PAST' }

/** Who holds a role at a place at a moment, by code. */
async function holders(subject: string, role: string, at: Date, lane = 'actual'): Promise<string[]> {
  const duties = await scene.db.read((tx) => dutiesOf(tx, { district: COUNTY, lane }, scene.id(subject), at))
  return duties.filter((d) => d.role === role).map((d) => scene.county.code(d.holder))
}

const end = (duty: Duty, reason = 'ill') =>
  endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, reason, afterDutiesEnded)
const replace = (duty: Duty, holder: string) =>
  replaceHolder(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, scene.id(holder), 'relieved', afterDutiesEnded)
/** A statement as somebody with the database's password would type it. */
const typed = (fn: (tx: Tx) => Promise<unknown>) => scene.db.write(scene.now(), fn)

describe('the register refuses', () => {
  test('two holders of a sole role at the same instant, however long they overlap', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await expect(scene.give('S01', 'responsible', 'P1-5')).rejects.toMatchObject(TAKEN)
    const later = { starts: new Date(scene.now().getTime() + DAY) }
    await expect(scene.give('S01', 'responsible', 'P1-5', later)).rejects.toMatchObject(TAKEN)
    await scene.give('S02', 'responsible', 'P1-5')
    expect(await holders('S01', 'responsible', scene.now())).toEqual(['P1-4'])
  })

  test('the same holder twice, and lets several share a role that is not sole', async () => {
    await scene.give('S01', 'patrol', 'P1-4')
    await scene.give('S01', 'patrol', 'P1-5')
    await expect(scene.give('S01', 'patrol', 'P1-4')).rejects.toMatchObject(TAKEN)
    expect(new Set(await holders('S01', 'patrol', scene.now()))).toEqual(new Set(['P1-4', 'P1-5']))
  })

  test('a duty that begins before it is given', async () => {
    const yesterday = new Date(scene.now().getTime() - DAY)
    await expect(scene.give('S01', 'responsible', 'P1-4', { starts: yesterday })).rejects.toMatchObject(PAST)
  })

  test('to forget, and to change anything but an end', async () => {
    const { id } = await scene.give('S01', 'responsible', 'P1-4')
    scene.world.clock.forward(HOUR)
    const refused = { code: 'MU001' }
    await expect(typed((tx) => tx`delete from duty where id = ${id}`)).rejects.toMatchObject(refused)
    const changes: [string, unknown][] = [
      ['holder', scene.id('P1-5')],
      ['subject', scene.id('S02')],
      ['role', 'patrol'],
      ['sole', false],
      ['lane', 'drill'],
      ['starts', new Date(0)],
      ['recorded_at', new Date(0)],
      ['recorded_by', 'person:nobody'],
    ]
    for (const [column, value] of changes) {
      const change = typed((tx) => tx`update duty set ${tx({ [column]: value } as never)} where id = ${id}`)
      await expect(change, column).rejects.toMatchObject(refused)
    }
    expect(await holders('S01', 'responsible', scene.now())).toEqual(['P1-4'])
  })

  test('to end a duty in the past, or one that is over', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-4')
    const began = scene.now()
    scene.world.clock.forward(HOUR)
    const backdated = typed(
      (tx) =>
        tx`update duty set ends = ${new Date(began.getTime() + MINUTE)}, changed_at = ${scene.now()} where id = ${duty.id}`,
    )
    await expect(backdated).rejects.toMatchObject({ code: 'MU001' })
    await end(duty)
    scene.world.clock.forward(HOUR)
    await expect(end(duty)).rejects.toMatchObject(PAST)
    await expect(replace(duty, 'P1-5')).rejects.toMatchObject(PAST)
    await expect(end({ ...duty, id: newId(scene.now()) })).rejects.toMatchObject({ code: 'DUTY_UNKNOWN' })
  })
})

describe('an act that took its time before another one, and waited for it', () => {
  const earlier = () => new Date(scene.now().getTime() - 2_000)

  test('leaves a duty alone that the other has ended, and ends one that it has changed no earlier than that', async () => {
    const ended = await scene.give('S01', 'responsible', 'P1-4')
    const changed = await scene.give('S02', 'responsible', 'P1-5')
    scene.world.clock.forward(HOUR)
    await end(ended)
    await typed(
      (tx) =>
        tx`update duty set ends = ${new Date(scene.now().getTime() + HOUR)}, changed_at = ${scene.now()} where id = ${changed.id}`,
    )
    const found = await scene.db.write(earlier(), (tx) =>
      endDuties(tx, earlier(), COUNTY, tx`id in (${ended.id}, ${changed.id})`, 'story'),
    )
    expect(found.map((d) => [d.id, d.ends])).toEqual([[changed.id, scene.now()]])
  })

  test('by a clock that was wrong by hours ends it at its own time', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-4')
    const t1 = scene.world.clock.forward(HOUR)
    scene.world.clock.forward(DAY)
    await typed(
      (tx) =>
        tx`update duty set ends = ${new Date(scene.now().getTime() + HOUR)}, changed_at = ${scene.now()} where id = ${duty.id}`,
    )
    const found = await scene.db.write(t1, (tx) => endDuties(tx, t1, COUNTY, tx`id = ${duty.id}`, 'story'))
    expect(found.map((d) => d.ends)).toEqual([t1])
  })
})

describe('the register tells', () => {
  test('who answered at any instant, after replacements, to the instant', async () => {
    const first = await scene.give('S01', 'responsible', 'P1-4')
    const t0 = scene.now()
    const t1 = scene.world.clock.forward(HOUR)
    const second = await replace(first, 'P1-5')
    const t2 = scene.world.clock.forward(HOUR)
    await end(second)
    const before = (t: Date) => new Date(t.getTime() - 1)
    const seen = await Promise.all(
      [before(t0), t0, before(t1), t1, before(t2), t2].map((t) => holders('S01', 'responsible', t)),
    )
    expect(seen).toEqual([[], ['P1-4'], ['P1-4'], ['P1-5'], ['P1-5'], []])
  })

  test('what came from an earlier register since it began, and that it was brought in later', async () => {
    const [secretary] = await scene.db
      .read((tx) =>
        dutiesOf(tx, { district: COUNTY, lane: 'actual' }, scene.id('U1'), new Date('2019-06-01T00:00:00Z')),
      )
      .then((all) => all.filter((d) => d.role === 'secretary'))
    expect(secretary).toMatchObject({ backfilled: true, recordedAt: scene.now(), recordedBy: 'import:county' })
    expect(secretary?.starts.getUTCFullYear()).toBe(2018)
  })

  test('everything that one person answers for', async () => {
    for (const code of ['H1-01', 'H1-02', 'H1-03']) await scene.give(code, 'helper', 'P1-4')
    const tomorrow = new Date(scene.now().getTime() + DAY)
    await scene.give('H1-04', 'helper', 'P1-4', { starts: tomorrow })
    const held = (at: Date) => scene.db.read((tx) => dutiesHeldBy(tx, COUNTY, scene.id('P1-4'), at))
    expect(await held(scene.now())).toHaveLength(3)
    expect(await held(tomorrow)).toHaveLength(4)
  })

  test('who gave and ended it, written with the act and only then', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S01', 'responsible', 'P1-5').catch(() => {})
    scene.world.clock.forward(HOUR)
    await end(duty)
    const acts = await scene.db.read((tx) => auditOf(tx, COUNTY, duty.id, 10))
    expect(acts.map((a) => [a.act, a.actor])).toEqual([
      ['duty.end', 'console:console'],
      ['duty.give', 'console:console'],
    ])
    expect(await scene.rows('audit')).toHaveLength(2)
    await expect(typed((tx) => tx`delete from audit`)).rejects.toMatchObject({ code: 'MU002' })
  })
})

describe('whether one answers alone is told by the playbook', () => {
  const NEWER = floodText()
    .replace('version: 1', 'version: 2')
    .replace('role: responsible\n    sole: true', 'role: responsible')
  const learn = () =>
    scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(NEWER, 'flood.yaml')))
  const give = async (subject: string, role: string, more = {}) => (await scene.give(subject, role, 'P1-4', more)).sole

  test('for the kind of place that is meant', async () => {
    expect(await give('S01', 'responsible')).toBe(true)
    expect(await give('S01', 'patrol')).toBe(false)
    expect(await give('H1-01', 'responsible')).toBe(false)
    expect(await give('H1-01', 'helper')).toBe(true)
  })

  test('by its newest version', async () => {
    await learn()
    expect(await give('S01', 'responsible')).toBe(false)
  })

  test('and where a campaign is open, as that campaign froze it', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await learn()
    expect(await give('S01', 'responsible')).toBe(true)
  })

  test("and not known of a post that no playbook asks for: it may be shared, but for a unit's secretary", async () => {
    expect(await give('S01', 'first-secretary')).toBe(false)
    const unit = { subjectKind: 'unit' } as const
    expect(await give('U1', 'treasurer', unit)).toBe(false)
    await expect(give('U1', 'secretary', unit)).rejects.toMatchObject(TAKEN)
  })
})

test('a duty that has not begun is taken back without a trace in the roster of its day', async () => {
  const tomorrow = new Date(scene.now().getTime() + DAY)
  const duty = await scene.give('S01', 'patrol', 'P1-4', {
    starts: tomorrow,
    ends: new Date(tomorrow.getTime() + 8 * HOUR),
  })
  expect(await holders('S01', 'patrol', tomorrow)).toEqual(['P1-4'])
  await end(duty, 'not needed')
  expect(await holders('S01', 'patrol', tomorrow)).toEqual([])
  await scene.give('S01', 'patrol', 'P1-4', { starts: tomorrow })
})

test('an exercise neither takes nor blocks a real duty', async () => {
  await scene.give('S01', 'responsible', 'P1-4')
  const drill = {
    district: COUNTY,
    subject: scene.id('S01'),
    role: 'responsible',
    holder: scene.id('P1-5'),
    sole: true,
  }
  const insert = () => scene.db.write(scene.now(), (tx) => insertDuty(tx, scene.now(), CONSOLE, 'spring drill', drill))
  await insert()
  await expect(insert()).rejects.toMatchObject(TAKEN)
  expect(await holders('S01', 'responsible', scene.now())).toEqual(['P1-4'])
  expect((await holders('S01', 'responsible', scene.now(), 'spring drill')).sort()).toEqual(['P1-4', 'P1-5'])
})
