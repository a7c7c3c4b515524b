import { expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { keyOf, useActs } from '../harness/acts.ts'
import { counted, recount } from '../harness/recount.ts'

const { scene, post, campaignNow, gapsOf } = useActs()

test('fifty acts at once on one campaign are each answered, each counts once, and none is lost', async () => {
  await scene.warn([1, 2, 3, 4, 5, 6], { severity: 'Severe' })
  const campaign = await campaignNow()
  const asked = await scene.rows<{ callout: string; person: string }>('summons')
  const [offered] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
  const gaps = await gapsOf('section-responsible')
  const people = [1, 2, 3, 4, 5, 6].flatMap((v) => [4, 5, 6].map((n) => scene.id(`P${v}-${n}`)))
  const answers = asked.slice(0, 20).map(({ callout, person }, n) => {
    const kind = n % 4 === 3 ? 'declined' : 'accepted'
    return { person, kind, send: () => post(`/callouts/${callout}/answers`, { person, kind }) }
  })
  // Each gap is given twice, to different people, and one of each pair is given to whoever is nearest.
  const gives = gaps.slice(0, 14).flatMap((gap, n) =>
    [people[n], n % 2 ? people[n + 2] : 'nearest'].map((holder) => ({
      gap,
      key: { 'idempotency-key': newId(scene.now()) },
      body: { campaign, gaps: [keyOf(gap)], holder },
    })),
  )
  const sent = [
    ...answers.map((a) => a.send()),
    ...gives.map(({ body, key }) => post('/gaps/give', body, key)),
    post(`/proposals/${offered?.id}/accept`),
    scene.run().then(() => ({ status: 200, body: {} })),
  ]
  expect(sent.length).toBeGreaterThanOrEqual(50)
  const got = await Promise.all(sent)
  expect(got.map((g) => g.status)).toEqual(got.map(() => 200))

  for (const { person, kind } of answers) {
    const [summons] = await scene.rows(`summons`, `person = '${person}' and ${kind}_at is not null`)
    expect(summons).toBeDefined()
  }
  // Of two who give one gap and a plan that has it too, one was quicker, and the others were told so.
  const given = got.slice(answers.length, answers.length + gives.length).map((g) => g.body)
  for (const body of given) expect(body.given.length + body.refused.length).toBe(1)
  const sole = await scene.rows<{ subject: string }>('duty', `role = 'responsible' and ends > starts`)
  expect(new Set(sole.map((d) => d.subject)).size).toBe(sole.length)
  for (const { gap } of gives) expect(sole.filter((d) => d.subject === gap.subject)).toHaveLength(1)
  // Sent again under its key, each comes to the same and does nothing.
  const again = await Promise.all(gives.map(({ body, key }) => post('/gaps/give', body, key)))
  expect(again.map((a) => a.body)).toEqual(given)
  expect(await scene.rows('duty', `role = 'responsible' and ends > starts`)).toHaveLength(sole.length)

  await scene.run()
  const [kept, afresh] = await scene.db.read(async (tx) => [await counted(tx), await recount(tx, scene.now())] as const)
  expect(kept).toEqual(afresh)
})
