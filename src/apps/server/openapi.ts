import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const ABOUT = `From one warning to one person at one doorstep, and back.

Every list is read by pages: \`limit\` and \`after\` in the query, \`items\` and \`next\` in the answer. Moments are ISO 8601
with an offset. What is not done is answered with a Fault, whose \`code\` stays the same through all versions. Lists of records and of
answers get a receipt for each item.`

/** Describes the routes that are registered after it, as OpenAPI 3.1, at /api/openapi.json. */
export async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Muster',
        version: '1',
        description: ABOUT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'picture', description: 'Boards, gaps, campaigns and proposals' },
        { name: 'lists', description: 'Every list, pages with a subject, and what is printed' },
        { name: 'register', description: 'Areas, places, duties and records' },
        { name: 'calls', description: 'Warnings, call-outs and answers' },
        { name: 'acts', description: 'What a coordinator does by hand about gaps, plans and call-outs' },
        { name: 'imports', description: 'Bringing files into the register' },
        { name: 'hazards', description: 'What is wrong on a dam, until another has confirmed that it is treated' },
        { name: 'map', description: 'Tiles, extents, and what lies in a drawing' },
        { name: 'running', description: 'How this server is' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(named(jsonSchemaTransformObject(document) as OpenApi)),
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

/** The parts of a description that are finished here. */
interface OpenApi {
  paths?: Record<string, Record<string, { operationId?: string; responses?: Record<string, { description: string }> }>>
  components?: { schemas?: Record<string, unknown> }
}

const SAID: Readonly<Record<string, string>> = {
  '207': 'Done in part: receipts say what was refused, and why',
  '4XX': 'Not done: something is wrong with the request',
  '5XX': 'Not done: something is wrong here',
}

/** Names each operation after its route, for those who make a client from this, and says what each answer means. */
function named(document: OpenApi): OpenApi {
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    const parts = path
      .replace('/api/v1', '')
      .split(/\W+/)
      .filter((part) => part !== '')
    for (const [method, operation] of Object.entries(operations)) {
      operation.operationId = [method, ...parts].join('-')
      for (const [status, response] of Object.entries(operation.responses ?? {}))
        response.description = SAID[status] ?? 'Done'
    }
  }
  return document
}

/** Named shapes come out twice, as they are sent and as they would be received; those that no route uses are left out. */
function withoutUnused(document: OpenApi): OpenApi {
  const schemas = document.components?.schemas ?? {}
  for (let found = true; found; ) {
    const text = JSON.stringify(document)
    const unused = Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`))
    for (const name of unused) delete schemas[name]
    found = unused.length > 0
  }
  return document
}
