import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import type { Board } from '../../src/domain/board/model.ts'
import { countOf, SURE_WAYS } from '../../src/domain/board/sureness.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { counted, recount } from '../harness/recount.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

const same = async () => {
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  expect(kept).toEqual(afresh)
}

/** How many rows a list of the county's requirements has, read page by page. */
async function rowsOf(filters: Record<string, string>, at?: Date): Promise<number> {
  let rows = 0
  for (let after: string | undefined; ; ) {
    const request = { lane: 'actual', at, limit: 7, after, filters }
    const page = await scene.db.read((tx) => readList(tx, CONSOLE, scene.now(), 'gaps', request))
    rows += page.items.length
    if (page.next === null) return rows
    after = page.next
  }
}

/** Each number of a board is the length of its list, by kind of place and as a whole. */
async function expectRows(board: Board, at?: Date): Promise<void> {
  const area = { area: board.node }
  for (const sure of SURE_WAYS) {
    expect(await rowsOf({ ...area, sure }, at), sure).toBe(countOf(sure, board.total))
    for (const own of board.total.kinds)
      expect(await rowsOf({ ...area, sure, placeKind: own.kind }, at), `${sure} ${own.kind}`).toBe(countOf(sure, own))
  }
}

const kindOf = (board: Board, kind: string) => board.total.kinds.find((k) => k.kind === kind)

test('sections that nobody holds stand in front of the households that somebody holds, however many those are', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const board = await scene.board()
  expect(board.total.kinds.map((k) => k.kind)).toEqual(['dam-section', 'household'])
  expect(kindOf(board, 'dam-section')).toMatchObject({ required: 4, unheld: 4, nobody: 4, agreed: 0, arrived: 0 })
  expect(kindOf(board, 'household')).toMatchObject({ required: 20, unheld: 0, nobody: 0, agreed: 0, arrived: 0 })
  expect(board.total.share).toBe(0)
  expect(board.below.find((n) => n.node === TOWNSHIP.A)?.share).toBe(0)
  await expectRows(board)
  await same()
})

test('a yes, an arrival and a no move the numbers exactly, at every node and of every moment', async () => {
  await scene.warn([1], { severity: 'Severe' })
  for (const p of await scene.db.read((tx) => openProposals(tx, 'actual')))
    await decideProposal(scene.db, scene.now(), CONSOLE, p.district, p.id, true)
  await scene.run()
  const seen: { at: Date; board: Board }[] = []
  const look = async () => {
    // The county shows it in the act's own transaction, what lies above when the engine has added it up.
    const board = await scene.board()
    await expectRows(board)
    await scene.run()
    await same()
    seen.push({ at: scene.now(), board: await scene.board() })
    scene.world.clock.forward(MINUTE)
    await scene.run()
    return board
  }
  const named = await look()
  expect(named.total.agreed).toBe(0)
  expect(named.total.required - named.total.unheld).toBeGreaterThan(0)

  const asked = await scene.rows<{ person: string; duties: string[] }>('summons', `asked_as = 'holder'`)
  const helper = asked.find((s) => s.duties.length > 1) ?? asked[0]
  if (!helper) throw new Error('nobody was called')
  const code = scene.county.code(helper.person)
  await scene.answer(code, 'accepted')
  const accepted = await look()
  expect(accepted.total.agreed).toBeGreaterThan(0)
  expect(accepted.total).toMatchObject({ unheld: named.total.unheld, arrived: 0 })

  await scene.answer(code, 'arrived')
  const there = await look()
  expect(there.total).toMatchObject({ agreed: accepted.total.agreed, arrived: accepted.total.agreed })

  await scene.answer(code, 'declined')
  const declined = await look()
  expect(declined.total).toMatchObject({ agreed: 0, arrived: 0 })
  expect(declined.total.nobody).toBeGreaterThan(named.total.nobody)

  // Nothing of it is forgotten: each moment shows what was seen then, and its lists hold what was counted.
  for (const { at, board } of seen) {
    const then = await scene.board(COUNTY, { at })
    expect(then.total).toEqual(board.total)
    await expectRows(then, at)
  }
})

test('what was heard in time is counted until it is late, and heard again when it comes', async () => {
  await scene.warn([1], { severity: 'Severe' })
  await scene.give('S01', 'responsible', 'P1-4', { ends: new Date(scene.now().getTime() + 48 * HOUR) })
  scene.world.clock.forward(MINUTE)
  const [section] = await scene.rows<{ evidence: string; due: Date }>(
    'requirement',
    `subject = '${scene.id('S01')}' and evidence is not null and every is not null and starts <= '${scene.now().toISOString()}'`,
  )
  if (!section) throw new Error('nothing is to be heard of the section')
  const before = (await scene.board()).total
  expect(before).toMatchObject({ heard: 0 })
  expect(before.expected).toBeGreaterThan(0)
  const report = async () => {
    const said = { id: newId(scene.now()), kind: section.evidence, subject: scene.id('S01'), toldBy: scene.id('P1-4') }
    const record = { ...said, occurredAt: scene.now(), body: {} }
    await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [record], afterRecords)
    await scene.run()
  }
  await report()
  await same()
  const heard = await scene.board()
  expect(heard.total.heard).toBeGreaterThan(0)
  await expectRows(heard)
  await scene.pass(12 * HOUR)
  await same()
  const late = await scene.board()
  expect(late.total.heard).toBeLessThan(heard.total.heard)
  await expectRows(late)
  await report()
  await same()
  await expectRows(await scene.board())
})
