import { describe, expect, inject, test } from 'vitest'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readLately } from '../../src/domain/undo/lately.ts'
import { undoAct } from '../../src/domain/undo/undo-act.ts'
import { endWarning } from '../../src/domain/warnings/actions.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY } from '../harness/county.ts'
import { minutesOn, tableSums, useKilledProcesses } from '../harness/killed-process.ts'

const { gear, withDb, killedWithin } = useKilledProcesses({ flowDone: true })

const UNDO = {
  undoPiece: 'src/domain/undo/piece.ts',
  undoingsOpen: 'src/domain/undo/store.ts',
}
/** Does the next piece of what is being undone, and is killed before it commits. */
const PIECE = `await db.write(now, async (tx) => {
  const [first] = await undoingsOpen(tx, '${COUNTY}', 'actual')
  await undoPiece(tx, args.now ? new Date(args.now) : now, first)
})`

/** Duties that last, by place, role and holder; and who is asked for something. */
const standing = (db: Db, at: Date) =>
  db.read(async (tx) => ({
    duties: await tx`
      select subject, role, holder from duty where subject_kind = 'place' and ends > greatest(starts, ${at}) order by 1, 2, 3`,
    asked: await tx`select callout, person from summons where stood_down_at is null order by 1, 2`,
  }))

describe.skipIf(inject('template').engine === 'distributed')(
  'a process killed in the middle of undoing (not told on Citus, whose tests share one database)',
  () => {
    test('leaves each piece undone or done: the next engine gives each duty again once and calls each person back once', async () => {
      const before = await withDb((db) => standing(db, minutesOn(3)))
      expect(before.duties.length).toBeGreaterThan(0)
      await withDb(async (db) => {
        await endWarning(db, minutesOn(3), CONSOLE, 'W-1', 'a mistake')
        await runDue(db, ACTUAL, minutesOn(3), gear)
        const page = { district: COUNTY, lane: ACTUAL, limit: 10, at: null }
        const [act] = (await db.read((tx) => readLately(tx, CONSOLE, minutesOn(4), page))).items
        await undoAct(db, minutesOn(4), CONSOLE, { district: COUNTY, act: act?.id ?? '' })
      })
      for (const piece of ['duties', 'calls']) {
        const sums = await withDb(tableSums)
        await killedWithin(UNDO, PIECE, { now: minutesOn(4).toISOString() })
        await withDb(async (db) => {
          expect(await tableSums(db), piece).toEqual(sums)
          const [stage] = await db.read((tx) => tx<{ stage: string }[]>`select stage from undoing`)
          expect(stage?.stage).toBe(piece)
          if (piece === 'duties') await stopAfterOne(db)
          else await runDue(db, ACTUAL, minutesOn(4), gear)
        })
      }
      await withDb(async (db) => {
        expect(await standing(db, minutesOn(4))).toEqual(before)
        const twice = await db.read(
          (tx) => tx`select again_of from duty where again_of is not null group by again_of having count(*) > 1`,
        )
        expect(twice).toEqual([])
      })
    })
  },
)

/** Runs the engine until the step has done one piece. */
async function stopAfterOne(db: Db): Promise<void> {
  const enough = new Error('enough')
  const onStep = (step: string) => {
    if (step === 'undo') throw enough
  }
  await runDue(db, ACTUAL, minutesOn(4), { ...gear, onStep }).catch((error) => {
    if (error !== enough) throw error
  })
}
