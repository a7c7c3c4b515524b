import { fraction } from '../../src/base/random.ts'

/** Requests that no client of ours sends, made from the API's own description. */

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema | undefined
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  $ref?: string
  required?: string[]
}

interface Operation {
  parameters?: { in: string; name: string; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

export interface Description {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export interface HostileRequest {
  method: string
  url: string
  payload?: string
}

const mark = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
const ID = '0196f000-0000-7000-8000-000000000000'

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '\u202eabc',
  '\ufeff',
  '\u0085',
  '😀'.repeat(30),
  'A'.repeat(5_000),
  "'; drop table duty --",
  '\\',
  '%',
  '{{x}}',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '*',
  '(a+)+$',
  '[object Object]',
  'null',
  'NaN',
  '-1',
  '1e400',
  '9'.repeat(20),
  '2147483648',
  '0x10',
  '1,,2',
  ','.repeat(300),
  ID,
  ID.toUpperCase(),
  `{${ID}}`,
  `${ID}\n`,
]

const MOMENTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-14:00',
  '1899-12-31T23:59:59Z',
  '2020-02-30T00:00:00Z',
  '2020-07-09T24:00:00Z',
  '2020-07-09T08:00:00+24:00',
  '2020-07-09T08:00:60Z',
  `2020-07-09T08:00:00.${'9'.repeat(400)}Z`,
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  'infinity',
  'now',
]

const MARKS = [
  [],
  [null],
  ['\0', ID],
  ['\ud800', ID],
  [1e308, ID],
  [-1, ID],
  ['2020-01-01T00:00:00Z', ID],
  ['0000-01-01T00:00:00Z', ID],
  [8.64e15, ID],
  [ID],
  [ID, ID],
  [1, 2, 3, 4, 5, 6],
  ['a', 'b', 'infinity'],
  ['a', 1e9, ID],
  [{ a: 1 }],
  'x',
].map(mark)

const OTHERS: unknown[] = [
  null,
  true,
  -0,
  1e308,
  5e-324,
  -1,
  2 ** 53,
  1.5,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  Array.from({ length: 1_100 }, () => ID),
  JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`),
]

/** `n` requests, always the same for a seed. `known`: values by parameter that lead somewhere. */
export function* hostile(
  api: Description,
  n: number,
  seed: number,
  known: Record<string, string>,
): Generator<HostileRequest> {
  let turn = 0
  const chance = () => fraction(`hostile ${turn++}`, seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
  const value = () => pick([TEXTS, MOMENTS, MARKS][Math.floor(chance() * 3)] ?? TEXTS)
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      path.endsWith('/live') ? [] : [{ path, method, operation }],
    ),
  )

  for (let i = 0; i < n; i++) {
    const { path, method, operation } = pick(operations)
    const content = operation.requestBody?.content['application/json']
    const parameters = (operation.parameters ?? []).filter((p) => p.in !== 'header')
    const attacked = content && chance() < 0.8 ? null : pick([...parameters, null])
    let url = path
    const query: string[] = []
    for (const p of parameters) {
      const written = encodeURIComponent((p === attacked ? value() : (known[p.name] ?? ID)).toWellFormed())
      if (p.in === 'path') url = url.replace(`{${p.name}}`, written || '%20')
      else if (p === attacked || p.required) query.push(`${p.name}=${written}`)
    }
    const request: HostileRequest = {
      method: method.toUpperCase(),
      url: url + (query.length > 0 ? `?${query.join('&')}` : ''),
    }
    if (content)
      request.payload = JSON.stringify(body(content.schema, attacked === null ? Math.floor(chance() * 12) : -1))
    yield request
  }

  /** A body of this shape whose leaf number `bad` is something else. */
  function body(schema: Schema, bad: number): unknown {
    let leaf = 0
    const make = (s: Schema, depth: number, name: string): unknown => {
      if (leaf++ === bad) return chance() < 0.3 ? pick(OTHERS) : value()
      const whole = s.$ref ? (api.components.schemas[s.$ref.split('/').at(-1) ?? ''] ?? {}) : s
      const [first] = whole.anyOf ?? []
      if (first) return make(first, depth + 1, name)
      if (whole.const !== undefined) return whole.const
      if (whole.enum) return whole.enum[0]
      if (whole.type === 'array') return depth > 6 ? [] : [make(whole.items ?? {}, depth + 1, name)]
      if (whole.properties) {
        const names = Object.keys(whole.properties).filter((key) => whole.required?.includes(key) || chance() < 0.6)
        return Object.fromEntries(names.map((key) => [key, make(whole.properties?.[key] ?? {}, depth + 1, key)]))
      }
      if (whole.type === 'integer' || whole.type === 'number') return 1
      if (whole.type === 'boolean') return true
      if (whole.format === 'date-time') return '2020-07-09T08:00:00Z'
      return known[name] ?? ID
    }
    return make(schema, 0, '')
  }
}
