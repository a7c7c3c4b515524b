import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

interface Line {
  duty: string
  subject: string
  place: string
  rule: string
  holder: string
  person: string
  starts: string
  distanceM: number
}

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
  await scene.warn([1], { severity: 'Severe' })
})

async function ask(method: 'GET' | 'POST', path: string, payload?: object) {
  const url = `/api/v1/districts/${COUNTY}${path}`
  const answer = await app.inject({ method, url, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
async function plan(wish: object) {
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  return ask('POST', `/campaigns/${campaign?.id}/plan`, wish)
}
async function lines(proposal: string): Promise<Line[]> {
  return (await ask('GET', `/proposals/${proposal}/lines?limit=200`)).body.items
}
const responsible = async (proposal: string) =>
  (await lines(proposal))
    .filter((l) => l.rule === 'section-responsible')
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
const offered = async () => (await scene.rows<{ id: string }>('proposal', "state = 'open'")).map((p) => p.id)
const pair = ({ place, person }: Line) => `${place} ${person}`
const barred = ({ subject, rule, holder }: Line) => ({ subject, rule, holder })

/** The sections of village 1 as the engine plans them. */
async function offer(): Promise<string> {
  const [open] = await offered()
  if (open === undefined) throw new Error('nothing is on offer')
  return open
}

test('planned again without one of its pairs, the new plan takes the old one’s place', async () => {
  const before = await offer()
  const [first] = await responsible(before)
  const { body } = await plan({ instead: before, not: [barred(first as Line)] })
  expect(await offered()).toEqual([body.proposal])
  expect(body.lines).toBe((await lines(before)).length)
  expect((await responsible(body.proposal)).map(pair)).not.toContain(pair(first as Line))
  const had = new Set((await lines(before)).map((l) => `${l.subject} ${l.rule} ${l.starts} ${l.holder}`))
  const otherwise = (await lines(body.proposal)).filter(
    (l) => !had.has(`${l.subject} ${l.rule} ${l.starts} ${l.holder}`),
  )
  const drawn = (await ask('GET', `/proposals/${body.proposal}/picture`)).body.items as (Line & { changed: boolean })[]
  expect(drawn.filter((l) => l.changed).map((l) => l.duty)).toEqual(otherwise.map((l) => l.duty))
  expect(otherwise.length).toBeGreaterThan(0)
  const decided = decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, before, true)
  await expect(decided).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
})

test('what was refused once stays refused when something else is', async () => {
  const [first] = await responsible(await offer())
  const second = (await plan({ instead: await offer(), not: [barred(first as Line)] })).body.proposal
  const [other] = await responsible(second)
  const third = (await plan({ instead: second, not: [barred(other as Line)] })).body.proposal
  const pairs = (await responsible(third)).map(pair)
  expect(pairs).toHaveLength(4)
  for (const refused of [first, other]) expect(pairs).not.toContain(pair(refused as Line))
})

test('lines that are kept stay as they are, however the rest is planned', async () => {
  const before = await offer()
  const kept = (await lines(before)).filter((l) => l.place === 'S01' || l.place === 'S03')
  const others = (await responsible(before)).filter((l) => l.place === 'S02')
  expect([kept.length > 0, others.length > 0]).toEqual([true, true])
  const { body } = await plan({ instead: before, keep: kept.map((l) => l.duty), not: others.map(barred) })
  const after = (await lines(body.proposal)).map((l) => `${l.rule} ${l.starts} ${pair(l)}`)
  expect(after).toHaveLength((await lines(before)).length)
  for (const l of kept) expect(after).toContain(`${l.rule} ${l.starts} ${pair(l)}`)
  for (const l of others) expect(after).not.toContain(`${l.rule} ${l.starts} ${pair(l)}`)
  const next = (await plan({ instead: body.proposal })).body.proposal
  expect((await lines(next)).map((l) => `${l.rule} ${l.starts} ${pair(l)}`).sort()).toEqual(after.sort())
})

test('nobody stands two shifts in a day, with a later one kept either', async () => {
  const before = await offer()
  const patrols = (await lines(before)).filter((l) => l.rule === 'section-patrol')
  const last = patrols.toSorted((a, b) => (a.starts < b.starts ? 1 : -1))[0] as Line
  const { body } = await plan({ instead: before, keep: [last.duty] })
  const shown = (await lines(body.proposal)).filter((l) => l.rule === 'section-patrol')
  expect(new Set(shown.map((l) => l.holder)).size).toBe(shown.length)
  expect(shown.map((l) => `${l.starts} ${pair(l)}`)).toContain(`${last.starts} ${pair(last)}`)
})

test('a plan for one place is made again for that place', async () => {
  const first = (await plan({ subjects: [scene.id('S01')] })).body.proposal
  const [line] = await responsible(first)
  const again = (await plan({ instead: first, not: [barred(line as Line)] })).body.proposal
  expect(new Set((await lines(again)).map((l) => l.place))).toEqual(new Set(['S01']))
  expect(await offered()).toHaveLength(2)
})

test('what nobody else can take is left, and the engine does not offer it again', async () => {
  const before = await offer()
  const technical = (await lines(before)).filter((l) => l.rule === 'section-technical')
  const experts = [1, 2, 3, 4, 5, 6].map((v) => scene.id(`P${v}-3`))
  const [{ subject, rule }] = technical as [Line]
  const { body } = await plan({ instead: before, not: experts.map((holder) => ({ subject, rule, holder })) })
  expect(body.left).toMatchObject([{ rule: 'section-technical', n: 1 }])
  await scene.pass(60_000)
  expect(await offered()).toEqual([body.proposal])
})

test('a line that is not there, or can stay no longer, is told', async () => {
  const before = await offer()
  const [line] = await responsible(before)
  const { duty, place } = line as Line
  const codes = async (wish: object) => {
    const { status, body } = await plan(wish)
    return [status, body.code]
  }
  expect(await codes({ instead: before, keep: [newId(scene.now())] })).toEqual([404, 'LINE_UNKNOWN'])
  expect(await codes({ instead: newId(scene.now()) })).toEqual([404, 'PROPOSAL_UNKNOWN'])
  expect(await codes({ keep: [duty] })).toEqual([400, 'BAD_INPUT'])
  expect(await codes({ instead: before, keep: [duty], not: [barred(line as Line)] })).toEqual([409, 'LINE_GONE'])
  await scene.give(place, 'responsible', 'P6-9')
  expect(await codes({ instead: before, keep: [duty] })).toEqual([409, 'LINE_GONE'])
  expect(await offered()).toEqual([before])
  await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, before, false)
  expect(await codes({ instead: before })).toEqual([409, 'PROPOSAL_DECIDED'])
})
