import { describe, expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { useHttpScene } from '../harness/http-scene.ts'

const { scene, get, post, woken } = useHttpScene()

describe('the register', () => {
  test('a duty is given, replaced and ended; the past stays as it was', async () => {
    const [subject, holder] = [scene.id('S01'), scene.id('P1-4')]
    const body = { district: COUNTY, subject, role: 'responsible', holder }
    const given = await post('/duties', body)
    expect([given.status, given.body.holder, given.body.ends, woken()]).toEqual([201, holder, null, 1])
    expect(given.body.sole).toBe(true)
    expect(await post('/duties', { ...body, holder: scene.id('P1-5') })).toMatchObject({
      status: 409,
      body: { code: 'DUTY_TAKEN' },
    })
    const before = scene.now().toISOString()
    scene.world.clock.forward(60_000)
    const replaced = await post(`/duties/${COUNTY}/${given.body.id}/replace`, {
      holder: scene.id('P1-5'),
      reason: 'ill',
    })
    expect(replaced.body.holder).toBe(scene.id('P1-5'))
    expect((await get(`/places/S01/duties`)).body.items).toMatchObject([{ name: 'P1-5' }])
    expect((await get(`/places/${subject}/duties?at=${before}`)).body.items).toMatchObject([
      // That it would end, and why, was not known then.
      { name: 'P1-4', ends: null, endReason: null },
    ])
    expect((await post(`/duties/${COUNTY}/${replaced.body.id}/end`, { reason: 'over' })).status).toBe(200)
    expect(await post(`/duties/${COUNTY}/${replaced.body.id}/end`, { reason: 'over' })).toMatchObject({
      status: 422,
      body: { code: 'DUTY_PAST' },
    })
  })

  test('whether one answers alone is told by the playbook, whatever is claimed', async () => {
    const body = { district: COUNTY, subject: scene.id('S01'), role: 'patrol', holder: scene.id('P1-4') }
    expect(await post('/duties', { ...body, sole: true })).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } })
    expect((await post('/duties', body)).body).toMatchObject({ role: 'patrol', sole: false })
    expect((await post('/duties', { ...body, role: 'responsible' })).body).toMatchObject({ sole: true })
    expect((await post('/duties', { ...body, role: 'gate-keeper' })).body).toMatchObject({ sole: false })
  })

  test('nobody is given a duty who is not there, nor at a place that is not', async () => {
    const body = { district: COUNTY, subject: scene.id('S01'), role: 'responsible', holder: scene.id('P1-4') }
    const stranger = newId(scene.now())
    expect(await post('/duties', { ...body, holder: stranger })).toMatchObject({
      status: 404,
      body: { code: 'PERSON_UNKNOWN' },
    })
    expect(await post('/duties', { ...body, subject: stranger })).toMatchObject({
      status: 404,
      body: { code: 'PLACE_UNKNOWN' },
    })
    expect(await post('/duties', { ...body, district: '999' })).toMatchObject({
      status: 404,
      body: { code: 'DISTRICT_UNKNOWN' },
    })
    expect(woken()).toBe(0)
  })

  test('records get a receipt each; sent again they change nothing', async () => {
    const record = {
      id: newId(scene.now()),
      kind: 'patrol',
      subject: scene.id('S01'),
      toldBy: scene.id('P1-4'),
      occurredAt: '2020-07-09T08:00:00+08:00',
      body: { seen: 'nothing' },
    }
    const path = `/districts/${COUNTY}/records`
    expect((await post(path, record)).body).toEqual({ items: [{ id: record.id, kept: 'new', fault: null }] })
    expect((await post(path, [record])).body).toEqual({ items: [{ id: record.id, kept: 'before', fault: null }] })
    expect((await post(path, { ...record, kind: 'hazard' })).body.items[0].kept).toBe('refused')
    const { body } = await get('/places/S01/records?limit=1')
    expect(body).toMatchObject({ items: [{ id: record.id, body: { seen: 'nothing' } }], next: null })
    expect((await get('/places/S01/records?lane=drill')).body.items).toEqual([])
  })

  test('areas are walked down from the roots', async () => {
    expect((await get('/areas')).body.items).toMatchObject([{ code: '36', kind: 'province' }])
    const first = await get(`/areas/${COUNTY}/below?limit=1`)
    expect(first.body.items).toMatchObject([{ code: TOWNSHIP.A }])
    expect((await get(`/areas/${COUNTY}/below?after=${first.body.next}`)).body).toMatchObject({
      items: [{ code: TOWNSHIP.B }],
      next: null,
    })
  })
})
