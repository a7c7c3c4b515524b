import type { Tx } from '../../db/connect.ts'
import { asideItems, byHalves, setAside } from '../../db/set-aside.ts'
import { countBeside } from '../../db/turn.ts'
import type { ActUndoing } from '../../domain/undo/model.ts'
import { undoAside, undoPiece } from '../../domain/undo/piece.ts'
import { undoingsOpen } from '../../domain/undo/store.ts'
import type { Step, Work } from '../step.ts'

/**
 * Acts that are being undone, a piece in each transaction, begun first first. How far one is stands with it, so that a process that
 * dies between two pieces has lost neither. One that fails is set aside and holds up no other; of one duty that cannot be given again
 * the others are.
 */
export const undoStep: Step = {
  name: 'undo',
  async run(tx, work) {
    const { lane, district, now } = work
    await countBeside(tx, district)
    const aside = await asideItems(tx, district, { lane, step: 'undo' })
    const all = await undoingsOpen(tx, district, lane)
    await undoTakenBack(tx, work, all, aside)
    const open = all.filter((u) => u.endedAt === null && !aside.has(itemOf(u)))
    const [first] = open
    if (!first) return { next: null }
    const failed = await byHalves(tx, [first], async (inner) => {
      await putAside(inner, work, await undoPiece(inner, now, first))
    })
    await setAside(
      tx,
      now,
      { lane, step: 'undo' },
      failed.map(({ error }) => ({ district, item: itemOf(first), error })),
    )
    return { next: now }
  },
}

const itemOf = ({ id }: ActUndoing) => `undo ${id}`
const dutyItem = (duty: string) => `duty ${duty}`

/** Duties that somebody has tried again are tried once more; an undo of which something is set aside is locked already. */
async function undoTakenBack(
  tx: Tx,
  work: Work,
  all: readonly ActUndoing[],
  aside: ReadonlySet<string>,
): Promise<void> {
  for (const undoing of all) {
    const back = undoing.aside.filter((duty) => !aside.has(dutyItem(duty)))
    if (undoing.endedAt !== null && back.length > 0)
      await putAside(tx, work, await undoAside(tx, work.now, undoing, back))
  }
}

async function putAside(tx: Tx, { lane, district, now }: Work, failed: { item: string; error: unknown }[]) {
  const items = failed.map(({ item, error }) => ({ district, item: dutyItem(item), error }))
  await setAside(tx, now, { lane, step: 'undo' }, items)
}
