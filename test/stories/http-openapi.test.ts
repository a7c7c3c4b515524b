import { beforeEach, describe, expect, test } from 'vitest'
import { serve } from '../harness/serve.ts'
import { useWorld } from '../harness/world.ts'

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name: string; in: string; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>
}

const world = useWorld()
let description: {
  openapi: string
  info: { title: string; version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

beforeEach(async () => {
  const app = await serve({ db: world.db, clock: world.clock })
  description = (await app.inject('/api/openapi.json')).json()
})

const operations = () =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, path, operation })),
  )

describe('the description of the API', () => {
  test('is OpenAPI 3.1 and has every route that programs may rely on', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d+$/)
    const routes = operations().map((o) => o.route.replace('/api/v1', ''))
    expect(routes.sort()).toEqual([
      'DELETE /imports/{id}',
      'GET /areas',
      'GET /areas/{code}',
      'GET /areas/{code}/below',
      'GET /base.pmtiles',
      'GET /board',
      'GET /board/gaps',
      'GET /board/next',
      'GET /demo',
      'GET /districts/{district}/callouts/{callout}',
      'GET /districts/{district}/callouts/{callout}/progress',
      'GET /districts/{district}/callouts/{callout}/silent',
      'GET /districts/{district}/callouts/{callout}/unheard',
      'GET /districts/{district}/campaigns',
      'GET /districts/{district}/campaigns/{campaign}/callouts',
      'GET /districts/{district}/campaigns/{campaign}/proposals',
      'GET /districts/{district}/coming',
      'GET /districts/{district}/gaps/nearest',
      'GET /districts/{district}/hazards/{hazard}',
      'GET /districts/{district}/lately',
      'GET /districts/{district}/planning/{key}',
      'GET /districts/{district}/proposals/{proposal}/effect',
      'GET /districts/{district}/proposals/{proposal}/lines',
      'GET /districts/{district}/proposals/{proposal}/lines/{line}/others',
      'GET /districts/{district}/proposals/{proposal}/picture',
      'GET /districts/{district}/proposals/{proposal}/why',
      'GET /districts/{district}/skills',
      'GET /exercises',
      'GET /exercises/last',
      'GET /faults',
      'GET /hazards',
      'GET /health',
      'GET /imports',
      'GET /imports/{id}',
      'GET /imports/{id}/rows',
      'GET /lanes/{lane}',
      'GET /lanes/{lane}/commentary',
      'GET /lists',
      'GET /lists/{list}',
      'GET /live',
      'GET /map',
      'GET /map/extent',
      'GET /overview',
      'GET /places/{id}',
      'GET /places/{id}/duties',
      'GET /places/{id}/records',
      'GET /playbooks',
      'GET /playbooks/{id}',
      'GET /print/duties',
      'GET /print/ics204',
      'GET /print/ics211',
      'GET /print/ics214',
      'GET /search',
      'GET /subjects/{kind}/{id}',
      'GET /subjects/{kind}/{id}/history',
      'GET /tiles/{z}/{x}/{y}',
      'GET /warnings',
      'GET /warnings/{id}',
      'GET /warnings/{id}/ending',
      'POST /districts/{district}/absences',
      'POST /districts/{district}/absences/{absence}/end',
      'POST /districts/{district}/acts/{act}/undo',
      'POST /districts/{district}/callouts/{callout}/again',
      'POST /districts/{district}/callouts/{callout}/answers',
      'POST /districts/{district}/callouts/{callout}/hand-on',
      'POST /districts/{district}/callouts/{callout}/stop',
      'POST /districts/{district}/callouts/{callout}/written',
      'POST /districts/{district}/campaigns/{campaign}/plan',
      'POST /districts/{district}/contacts/read',
      'POST /districts/{district}/duties/batch',
      'POST /districts/{district}/duties/undo',
      'POST /districts/{district}/gaps/again',
      'POST /districts/{district}/gaps/give',
      'POST /districts/{district}/gauges/readings',
      'POST /districts/{district}/hazards/{hazard}/states',
      'POST /districts/{district}/hazards/{hazard}/take-back',
      'POST /districts/{district}/places/within',
      'POST /districts/{district}/planning/{key}/stop',
      'POST /districts/{district}/proposals/{proposal}/accept',
      'POST /districts/{district}/proposals/{proposal}/lines/{line}/instead',
      'POST /districts/{district}/proposals/{proposal}/refuse',
      'POST /districts/{district}/records',
      'POST /districts/{district}/records/aside/{record}/drop',
      'POST /districts/{district}/records/aside/{record}/tie',
      'POST /districts/{district}/teams',
      'POST /districts/{district}/teams/plan',
      'POST /districts/{district}/teams/{team}/dissolve',
      'POST /districts/{district}/written/{act}/take-back',
      'POST /duties',
      'POST /duties/{district}/{id}/end',
      'POST /duties/{district}/{id}/replace',
      'POST /exercises',
      'POST /exercises/{lane}/pause',
      'POST /exercises/{lane}/resume',
      'POST /exercises/{lane}/stop',
      'POST /faults/again',
      'POST /imports',
      'POST /imports/{id}/accept',
      'POST /imports/{id}/read',
      'POST /playbooks/check',
      'POST /warnings',
      'POST /warnings/{id}/decide',
      'POST /warnings/{id}/end',
      'PUT /exercises/{lane}/chair',
      'PUT /exercises/{lane}/speed',
      'PUT /imports/{id}',
    ])
  })

  test('tells of each what it is, what it takes, what it gives, and how it says no', () => {
    const tags = description.tags.map((t) => t.name)
    const ids = operations().map((o) => o.operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { route, path, operation } of operations()) {
      expect(operation.summary, route).toMatch(/^[A-Z]/)
      expect(tags, route).toEqual(expect.arrayContaining(operation.tags))
      const inPath = (operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name)
      expect(inPath.sort(), route).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort())
      for (const parameter of operation.parameters ?? []) expect(Object.keys(parameter.schema), route).not.toEqual([])
      const { '4XX': sender, '5XX': server, '207': inPart, ...done } = operation.responses
      expect(Object.keys(done), route).toHaveLength(1)
      if (inPart) expect(inPart.content, route).toEqual(done['200']?.content)
      for (const fault of [sender, server]) {
        expect(fault?.content['application/json']?.schema, route).toEqual({ $ref: '#/components/schemas/Fault' })
      }
      for (const answer of Object.values(operation.responses)) expect(answer.description).not.toBe('Default Response')
    }
  })

  test('refers only to shapes that it has, and has none that nothing refers to', () => {
    const named = Object.keys(description.components.schemas)
    const text = JSON.stringify(description)
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((m) => m[1]))
    expect([...referred].sort()).toEqual(named.sort())
    // A named part of a body stands where it is used: a reference leads to a shape, or nowhere.
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1])
    expect(refs.filter((ref) => !ref?.startsWith('#/components/schemas/'))).toEqual([])
    // A shape without any word of what it is would be a value that could not be described, let through.
    const undescribed = text.match(/"(?:starts|ends|sent|occurredAt|at)":\{\}/g)
    expect(undescribed).toBeNull()
  })

  test('tells what a record and an answer hold, though each is read by itself', () => {
    const bodyOf = (path: string) =>
      description.paths[`/api/v1${path}`]?.post?.requestBody?.content['application/json']?.schema
    expect(bodyOf('/districts/{district}/records')).toMatchObject({
      type: 'array',
      items: { type: 'object', properties: { id: {}, kind: {}, occurredAt: { type: 'string' } } },
    })
    expect(bodyOf('/districts/{district}/callouts/{callout}/answers')).toMatchObject({
      items: { type: 'object', properties: { person: {}, kind: {} } },
    })
  })
})
