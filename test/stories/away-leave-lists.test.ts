import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import type { Db } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { applyImport, previewImport } from '../../src/domain/imports/actions.ts'
import { readAbsences } from '../../src/domain/imports/read-absences.ts'
import { useAwayHolders } from '../harness/away-holders.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { csv } from '../harness/import-world.ts'
import { figures } from '../harness/scene.ts'
import { watchStatements } from '../harness/watch-statements.ts'

const { scene, laterBy, isGap, expectCountsKept } = useAwayHolders()

describe('a list of leave', () => {
  const HEADERS = 'person,from,to'
  const leave = async (...lines: string[]) => {
    const reading = readAbsences(await csv([HEADERS, ...lines, ''].join('\n')), {})
    return { source: 'leave.csv', what: 'absences', reading } as const
  }

  test('makes gaps of what those who are on it hold, and the next one closes them', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-5')
    await scene.warn([1], { severity: 'Minor' })
    const [from, to] = [scene.now(), laterBy(DAY)].map((at) => at.toISOString())
    const file = await leave(`P1-4,${from},${to}`, `P1-5,${laterBy(HOUR).toISOString()},${to}`)
    await previewImport(scene.db, scene.now(), CONSOLE, [file])
    expect(await isGap('S01')).toBe(false)
    await applyImport(scene.db, scene.now(), CONSOLE, [file])
    expect([await isGap('S01'), await isGap('S02')]).toEqual([true, false])
    await expectCountsKept()
    await scene.pass(HOUR)
    expect([await isGap('S01'), await isGap('S02')]).toEqual([true, true])
    await expectCountsKept()
    const shorter = await leave(`P1-4,${from},${laterBy(MINUTE).toISOString()}`)
    await applyImport(scene.db, scene.now(), CONSOLE, [shorter])
    await scene.pass(MINUTE)
    expect([await isGap('S01'), await isGap('S02')]).toEqual([false, true])
    await expectCountsKept()
  })

  test('of two thousand is counted as a set, in as many statements as one of two', { timeout: 120_000 }, async () => {
    const MANY = 2_000
    await scene.db.write(scene.now(), async (tx) => {
      await tx`
        insert into person (district, id, code, name) select ${COUNTY}, gen_random_uuid(), 'L' || n, 'L' || n
        from generate_series(1, ${MANY}::int) n`
      await tx`
        insert into place (district, id, kind, code, name, area, geom, people)
        select ${COUNTY}, gen_random_uuid(), 'household', 'L' || n, 'L' || n, ${villageCode(1)},
          st_setsrid(st_point(116.61, 29.01), 4326), 2
        from generate_series(1, ${MANY}::int) n`
      await tx`
        insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
          changed_at)
        select ${COUNTY}, gen_random_uuid(), 'place', h.id, 'helper', true, 'person', p.id, ${scene.now()}, ${scene.now()},
          'story', ${scene.now()}
        from place h join person p on p.district = h.district and p.code = h.code where h.kind = 'household'`
    })
    await scene.warn([1], { severity: 'Minor' })
    const unheld = async () => figures(await scene.board()).unheld
    const before = await unheld()
    const lines = Array.from({ length: MANY }, (_, n) => `L${n + 1},,${laterBy(DAY).toISOString()}`)
    let statements = 0
    const watched: Db = {
      ...scene.db,
      write: (now, fn, how) => scene.db.write(now, (tx) => fn(watchStatements(tx, () => statements++)), how),
    }
    await applyImport(watched, scene.now(), CONSOLE, [await leave(...lines.slice(0, 2))])
    const few = statements
    expect(few).toBeGreaterThan(0)
    expect(await unheld()).toBe(before + 2)
    statements = 0
    await applyImport(watched, scene.now(), CONSOLE, [await leave(...lines.slice(2))])
    expect(statements).toBeLessThanOrEqual(few + 5)
    expect(await unheld()).toBe(before + MANY)
    await expectCountsKept()
  })
})
