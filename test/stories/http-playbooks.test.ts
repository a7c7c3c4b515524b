import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { loadPlaybooks } from '../../src/apps/open.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
  await loadPlaybooks(scene.db, scene.now())
})

async function ask(method: 'GET' | 'POST', path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}

test('the playbooks are listed with their levels, and in how many campaigns they are in force', async () => {
  await scene.warn([1])
  const { body } = await ask('GET', '/playbooks')
  expect(body).toMatchObject({
    items: [{ id: 'flood', version: 1, title: { zh: '防汛抗洪' }, inForce: 1 }],
    next: null,
  })
  expect(body.items[0].levels.map((l: { id: string }) => l.id)).toEqual(['IV', 'III', 'II', 'I'])
})

test('a playbook is read as sentences, rule by level, with what its figures are taken from', async () => {
  const { status, body } = await ask('GET', '/playbooks/flood')
  expect([status, body.versions.length, body.text]).toEqual([200, 1, floodText()])
  expect(body.sources[0]).toBe(
    'Flood: who must answer for which dam section and which household, and what must be heard from there.',
  )
  const patrol = body.rules.find((r: { id: string }) => r.id === 'section-patrol')
  expect(patrol.kind).toBe('dam-section')
  expect(patrol.sentences.map((s: { holds: boolean }) => s.holds)).toEqual([false, false, true, true])
  const [, , atII, atI] = patrol.sentences
  expect(atII.en).toContain('At level II each dam section needs 8 people for every 1 km')
  expect(atI).toMatchObject({ count: { n: 12, perM: 1000, atLeast: 2 } })
  expect(atI.zh).toContain('Ⅰ'.normalize('NFKC'))
  expect(patrol.notes).toContainEqual({ about: 'within: 10 km', text: 'ours' })
  expect(patrol.notes[0].about).toBeNull()
})

test('a version that a campaign froze is still read; one that is not there is refused', async () => {
  expect((await ask('GET', '/playbooks/flood?version=1')).body.version).toBe(1)
  expect(await ask('GET', '/playbooks/flood?version=7')).toMatchObject({
    status: 404,
    body: { code: 'PLAYBOOK_UNKNOWN' },
  })
})

test('comments may change while the rules stay: the version is the same, the text is the new one', async () => {
  await scene.db.write(scene.now(), (tx) => tx`update playbook set text = 'as it was'`)
  await loadPlaybooks(scene.db, scene.now())
  expect((await ask('GET', '/playbooks/flood')).body).toMatchObject({ version: 1, text: floodText() })
})

test('a text is checked: what it says, or its faults with their lines; nothing is stored', async () => {
  const text = floodText()
  const good = await ask('POST', '/playbooks/check', { text: text.replace('within: 2 km', 'within: 3 km') })
  expect(good.body.faults).toEqual([])
  const helper = good.body.playbook.rules.find((r: { id: string }) => r.id === 'household-helper')
  expect(helper.sentences[0].en).toContain('at most 3 km away')
  const bad = await ask('POST', '/playbooks/check', { text: text.replace('from: II\n', 'from: IX\n') })
  const line = text.slice(0, text.indexOf('from: II\n')).split('\n').length
  expect(bad.body).toMatchObject({
    playbook: null,
    faults: [{ line, where: 'rules.section-technical.from', says: 'no level "IX"', do: expect.any(String) }],
  })
  expect((await ask('POST', '/playbooks/check', { text: '' })).body.faults.length).toBeGreaterThan(0)
  expect((await ask('GET', '/playbooks')).body.items).toHaveLength(1)
  expect((await ask('GET', `/districts/${COUNTY}/campaigns`)).body.items).toEqual([])
})
