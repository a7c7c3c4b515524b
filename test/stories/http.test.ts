import { describe, expect, test } from 'vitest'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { useHttpScene } from '../harness/http-scene.ts'

const { scene, ask, get, post, message, warn, flood, woken } = useHttpScene()

describe('from a warning to a board', () => {
  test('a warning that is posted is answered for at once, wakes the engine, and shows on the board', async () => {
    const { status, body } = await warn()
    expect([status, body.items]).toEqual([
      202,
      [{ identifier: 'W-1', id: expect.any(String), taken: 'received', fault: null }],
    ])
    expect(woken()).toBe(1)
    await scene.run()
    const board = await get(`/board?node=${COUNTY}`)
    expect(board.body).toMatchObject({
      name: `county ${COUNTY}`,
      campaigns: [{ playbook: 'flood', level: 'II' }],
      lanes: ['actual'],
    })
    expect(board.body.total.required).toBeGreaterThan(20)
    expect(board.body.below.map((n: { node: string }) => n.node)).toEqual([TOWNSHIP.A, TOWNSHIP.B])
    const [kept] = (await get('/warnings')).body.items
    expect(kept).toMatchObject({ identifier: 'W-1', state: 'in-force', level: 'II', sent: '2020-07-09T00:00:00.000Z' })
    expect((await get(`/warnings/${kept.id}`)).body.infos).toHaveLength(1)
  })

  test('the same warning again is a duplicate, and wakes nobody', async () => {
    await warn()
    const { status, body } = await warn()
    expect([status, body.items[0].taken, woken()]).toEqual([202, 'duplicate', 1])
  })

  test('what is no warning is refused by name, whatever its content type', async () => {
    for (const type of ['text/plain', 'application/cap+xml', 'application/json']) {
      const { status, body } = await ask('POST', '/warnings', '<html/>', { 'content-type': type })
      expect([status, body.code]).toEqual([400, 'CAP_NOT_ALERT'])
    }
  })

  test('of a feed, one bad message does not take the others with it', async () => {
    const feed = `<feed>${message({ identifier: 'good' })}${message({ identifier: 'bad', sender: null })}</feed>`
    const { status, body } = await warn(feed.replaceAll('<?xml version="1.0"?>', ''))
    expect(status).toBe(202)
    expect(body.items).toMatchObject([
      { identifier: 'good', taken: 'received' },
      { taken: 'refused', fault: { code: 'CAP_MISSING' } },
    ])
  })

  test('nobody can post into a lane: an exercise finds its own', async () => {
    expect(await ask('POST', '/warnings?lane=actual', message())).toMatchObject({
      status: 400,
      body: { code: 'BAD_INPUT' },
    })
    await warn(message({ status: 'Exercise' }))
    expect((await get('/warnings')).body.items).toEqual([])
    expect((await get('/warnings?lane=exercise')).body.items).toHaveLength(1)
  })

  test('gaps are read page by page, each once', async () => {
    const campaign = await flood()
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { body } = await get(
        `/board/gaps?district=${COUNTY}&campaign=${campaign}&limit=7${after && `&after=${after}`}`,
      )
      for (const g of body.items) seen.push(`${g.subject} ${g.rule} ${g.starts}`)
      if (body.next === null) break
      after = body.next
    }
    const { body: board } = await get(`/board?node=${COUNTY}`)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(board.gaps.length / 2)
    const elsewhere = await get(`/board/gaps?district=${COUNTY}&campaign=${campaign}&area=${TOWNSHIP.B}`)
    expect(elsewhere.body.items).toEqual([])
  })
})

describe('exercises', () => {
  test('need the demo county, and none has run at first', async () => {
    expect((await get('/exercises/last')).body).toMatchObject({ state: 'none', report: null })
    expect(await post('/exercises', {})).toMatchObject({ status: 422, body: { code: 'DEMO_MISSING' } })
  })
})

describe('plans and calls', () => {
  test('a proposal is read line by line, accepted once, and its duties are given', async () => {
    const campaign = await flood()
    const { body: offered } = await get(`/districts/${COUNTY}/campaigns/${campaign}/proposals`)
    const proposal = offered.items.find((p: { state: string }) => p.state === 'open')
    const path = `/districts/${COUNTY}/proposals/${proposal.id}`
    const lines = await get(`${path}/lines?limit=2`)
    expect([lines.body.items.length, typeof lines.body.next]).toEqual([2, 'string'])
    const { body } = await post(`${path}/accept`)
    expect(body.given).toBeGreaterThan(0)
    expect(await post(`${path}/refuse`)).toMatchObject({ status: 409, body: { code: 'PROPOSAL_DECIDED' } })
    const { place, holder, role, starts } = lines.body.items[0]
    expect((await get(`/places/${place}/duties?at=${starts}`)).body.items).toContainEqual(
      expect.objectContaining({ holder, role }),
    )
  })

  test('answers come in, the silent are listed, and who was not called is told apart', async () => {
    const campaign = await flood()
    const { body: callouts } = await get(`/districts/${COUNTY}/campaigns/${campaign}/callouts`)
    const path = `/districts/${COUNTY}/callouts/${callouts.items[0].id}`
    const { body: silent } = await get(`${path}/silent`)
    const [first, second] = silent.items
    const { body } = await post(`${path}/answers`, [
      { person: first.person, kind: 'accepted' },
      { person: second.person, kind: 'declined', reason: 'abroad' },
      { person: scene.id('P6-9'), kind: 'accepted' },
    ])
    expect(body.items.map((i: { taken: string }) => i.taken)).toEqual(['taken', 'taken', 'refused'])
    const { counts } = (await get(path)).body
    expect(counts).toMatchObject({
      called: silent.items.length,
      acknowledged: 2,
      accepted: 1,
      declined: 1,
      answeredWithin: { '5': 2 },
    })
    expect((await get(`${path}/silent`)).body.items).toHaveLength(silent.items.length - 2)
    expect(await post(`${path}/answers`, { person: scene.id('P6-9'), kind: 'accepted' })).toMatchObject({
      status: 207,
      body: { items: [{ taken: 'refused', fault: { code: 'SUMMONS_UNKNOWN' } }] },
    })
  })
})

describe('what is not done', () => {
  test('says what is wrong, where, and what helps', async () => {
    expect(await get('/board?node=999')).toEqual({
      status: 404,
      body: {
        code: 'AREA_UNKNOWN',
        says: 'No area has the code 999.',
        do: 'Search for it by name.',
        details: { code: '999' },
      },
    })
    expect((await get(`/board?node=${COUNTY}&at=yesterday`)).body.says).toContain('querystring.at: must be a moment')
    const bad = await post(`/districts/${COUNTY}/duties/undo`, { duties: ['x'] })
    expect(bad).toMatchObject({ status: 400, body: { code: 'BAD_INPUT', details: { where: 'body.duties.0' } } })
    expect(await get('/nowhere')).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } })
    expect(await get('/areas?after=rubbish')).toMatchObject({ status: 400, body: { code: 'BAD_CURSOR' } })
    const json = { 'content-type': 'application/json' }
    expect(await ask('POST', '/duties', '{', json)).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } })
    expect(await ask('POST', '/duties', 'x', { 'content-type': 'image/png' })).toMatchObject({
      status: 415,
      body: { code: 'BODY_TYPE' },
    })
  })

  test('a page from elsewhere can not make a browser act here', async () => {
    const headers = { 'content-type': 'text/plain', origin: 'https://elsewhere.example' }
    expect(await ask('POST', '/warnings', message(), headers)).toMatchObject({
      status: 403,
      body: { code: 'ORIGIN_FOREIGN' },
    })
    expect((await get('/warnings')).body.items).toEqual([])
  })

  test('health tells since when work waits, and that nothing does', async () => {
    // It is answered at once with what was looked at last, so that it takes a few answers until that is new.
    const lag = async (is: (lag: { oldestDue: string | null }) => boolean) => {
      for (;;) {
        const { body } = await get('/health')
        if (body.lag && is(body.lag)) return body
      }
    }
    expect(await lag((l) => l.oldestDue === null)).toMatchObject({
      database: { state: 'open', lastFault: null },
      migrations: { pending: [] },
      lag: { oldestDue: null, seconds: 0 },
      putOff: { count: 0, longest: null },
      setAside: { count: 0, oldest: null },
    })
    await warn()
    scene.world.clock.forward(90_000)
    const body = await lag((l) => l.oldestDue !== null)
    expect(body.lag).toEqual({ oldestDue: '2020-07-09T00:00:00.000Z', seconds: 90, step: 'warn', district: '*' })
  })
})
