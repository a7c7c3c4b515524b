import type { FastifyInstance } from 'fastify'
import { HOUR } from '../../src/base/clock.ts'
import type { ListDef } from '../../src/domain/board/lists/model.ts'
import { COUNTY, TOWNSHIP, villageCode } from './county.ts'
import type { Scene } from './scene.ts'

/** What there is in a lane, by which the questions about it are filled in. */
interface Found {
  lane: string
  lists: ListDef[]
  campaigns: string[]
  callouts: string[]
  proposals: string[]
  records: string[]
  hazards: string[]
  warnings: string[]
  /** Some of those who were called or hold something, some places of which something is asked, and every unit. */
  people: string[]
  places: string[]
  units: string[]
  gap: { subject: string; rule: string; starts: Date } | null
  now: Date
}

type Query = Record<string, string | number | undefined>
const url = (path: string, query: Query = {}) => {
  const given = Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)] as [string, string]]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** What tells of the program or of exercises themselves, or has no end: GET routes that are no answer about a lane. */
export const NO_ANSWER: ReadonlySet<string> = new Set([
  '/base.pmtiles',
  '/demo',
  '/exercises',
  '/exercises/last',
  '/health',
  '/imports',
  '/imports/{id}',
  '/imports/{id}/rows',
  // Boards and overviews, as they are asked for here, whenever they change.
  '/live',
  '/districts/{district}/planning/{key}',
  '/districts/{district}/proposals/{proposal}/why',
  '/districts/{district}/proposals/{proposal}/lines/{line}/others',
])

/** The questions of each GET route that is about a lane. */
const ASK: Readonly<Record<string, (f: Found) => string[]>> = {
  '/areas': () => ['/areas'],
  '/areas/{code}': () => [`/areas/${COUNTY}`],
  '/areas/{code}/below': () => [`/areas/${COUNTY}/below`],
  '/board': ({ lane, units }) => [
    ...['36', COUNTY, TOWNSHIP.A, villageCode(1)].map((node) => url('/board', { node, lane })),
    ...units.map((node) => url('/board', { tree: 'unit', node, lane })),
  ],
  '/board/gaps': ({ campaigns }) =>
    campaigns.map((c) => url('/board/gaps', { district: COUNTY, campaign: c, limit: 200 })),
  '/board/next': ({ lane, units }) => [
    ...[COUNTY, TOWNSHIP.A, villageCode(1)].map((node) => url('/board/next', { node, lane })),
    ...units.slice(0, 3).map((node) => url('/board/next', { tree: 'unit', node, lane })),
  ],
  '/districts/{district}/callouts/{callout}': (f) => f.callouts.map((c) => `/districts/${COUNTY}/callouts/${c}`),
  '/districts/{district}/callouts/{callout}/progress': (f) =>
    f.callouts.map((c) => `/districts/${COUNTY}/callouts/${c}/progress`),
  '/districts/{district}/callouts/{callout}/silent': (f) =>
    f.callouts.map((c) => url(`/districts/${COUNTY}/callouts/${c}/silent`, { limit: 200 })),
  '/districts/{district}/callouts/{callout}/unheard': (f) =>
    f.callouts.flatMap((c) =>
      ['silent', 'declined'].map((kind) => url(`/districts/${COUNTY}/callouts/${c}/unheard`, { kind, limit: 200 })),
    ),
  '/districts/{district}/campaigns': ({ lane }) => [url(`/districts/${COUNTY}/campaigns`, { lane })],
  '/districts/{district}/campaigns/{campaign}/callouts': (f) =>
    f.campaigns.map((c) => `/districts/${COUNTY}/campaigns/${c}/callouts`),
  '/districts/{district}/campaigns/{campaign}/proposals': (f) =>
    f.campaigns.map((c) => `/districts/${COUNTY}/campaigns/${c}/proposals`),
  '/districts/{district}/coming': ({ lane, ...f }) => [
    ...f.places.map((place) => url(`/districts/${COUNTY}/coming`, { lane, place })),
    ...f.people.map((person) => url(`/districts/${COUNTY}/coming`, { lane, person })),
    url(`/districts/${COUNTY}/coming`, { lane, line: 'D1' }),
  ],
  '/districts/{district}/gaps/nearest': ({ lane, gap }) =>
    gap
      ? [url(`/districts/${COUNTY}/gaps/nearest`, { ...gap, starts: gap.starts.toISOString(), lane, limit: 20 })]
      : [],
  '/districts/{district}/lately': ({ lane }) => [url(`/districts/${COUNTY}/lately`, { lane, limit: 200 })],
  // A hazard has the id of the record that first told of it.
  '/districts/{district}/hazards/{hazard}': (f) =>
    f.hazards.map((h) => url(`/districts/${COUNTY}/hazards/${h}`, { lane: f.lane })),
  '/districts/{district}/proposals/{proposal}/effect': (f) =>
    f.proposals.map((p) => `/districts/${COUNTY}/proposals/${p}/effect`),
  '/districts/{district}/proposals/{proposal}/lines': (f) =>
    f.proposals.map((p) => url(`/districts/${COUNTY}/proposals/${p}/lines`, { limit: 200 })),
  '/districts/{district}/proposals/{proposal}/picture': (f) =>
    f.proposals.map((p) => `/districts/${COUNTY}/proposals/${p}/picture`),
  '/districts/{district}/skills': () => [`/districts/${COUNTY}/skills`],
  '/faults': ({ lane }) => [url('/faults', { lane, district: COUNTY })],
  '/hazards': (f) => [
    url('/hazards', { lane: f.lane, node: COUNTY }),
    url('/hazards', { lane: f.lane, node: COUNTY, over: 'true' }),
    ...f.places.map((place) => url('/hazards', { lane: f.lane, node: COUNTY, place })),
  ],
  '/lanes/{lane}': ({ lane }) => [`/lanes/${lane}`],
  '/lanes/{lane}/commentary': ({ lane }) => [`/lanes/${lane}/commentary`],
  '/lists': () => ['/lists'],
  '/lists/{list}': listsOf,
  '/map': ({ lane }) => [url('/map', { lane })],
  '/map/extent': () => [url('/map/extent', { node: COUNTY })],
  '/overview': ({ lane }) => [url('/overview', { area: COUNTY, lane }), url('/overview', { area: '36', lane })],
  '/places/{id}': (f) => f.places.map((p) => `/places/${p}`),
  '/places/{id}/duties': (f) => f.places.map((p) => url(`/places/${p}/duties`, { lane: f.lane })),
  '/places/{id}/records': (f) => f.places.map((p) => url(`/places/${p}/records`, { lane: f.lane, limit: 200 })),
  '/playbooks': ({ lane }) => [url('/playbooks', { lane })],
  '/playbooks/{id}': () => ['/playbooks/flood'],
  '/print/duties': ({ units, ...f }) => units.map((unit) => url('/print/duties', { ...periodOf(f), unit })),
  '/print/ics204': (f) =>
    f.campaigns.map((c) => url('/print/ics204', { ...periodOf(f), district: COUNTY, campaign: c })),
  '/print/ics211': (f) => [url('/print/ics211', { ...periodOf(f), district: COUNTY })],
  '/print/ics214': (f) => [
    url('/print/ics214', { ...periodOf(f), district: COUNTY }),
    url('/print/ics214', { ...periodOf(f), district: COUNTY, unit: 'UC' }),
  ],
  '/search': ({ lane }) => ['S01', 'P1', 'Unit', 'flood', 'Flood', 'village'].map((q) => url('/search', { q, lane })),
  '/subjects/{kind}/{id}': (f) => subjectsOf(f).map((s) => url(`/subjects/${s}`, { lane: f.lane })),
  '/subjects/{kind}/{id}/history': (f) =>
    subjectsOf(f).map((s) => url(`/subjects/${s}/history`, { lane: f.lane, limit: 200 })),
  '/tiles/{z}/{x}/{y}': ({ lane }) =>
    ['13/6748/3408', '11/1687/852'].map((t) => url(`/tiles/${t}`, { lane, people: 'true' })),
  '/warnings': ({ lane }) => [url('/warnings', { lane })],
  '/warnings/{id}': (f) => f.warnings.map((w) => `/warnings/${w}`),
  '/warnings/{id}/ending': (f) => f.warnings.map((w) => `/warnings/${w}/ending`),
}

/** From a day before: all that was done until now is in the period. */
const periodOf = ({ lane, now }: Pick<Found, 'lane' | 'now'>) => ({
  lane,
  from: new Date(now.getTime() - 24 * HOUR).toISOString(),
  to: new Date(now.getTime() + 8 * HOUR).toISOString(),
  limit: 200,
})

const subjectsOf = (f: Found) => [
  ...[COUNTY, TOWNSHIP.A, villageCode(1)].map((a) => `area/${a}`),
  ...f.units.map((u) => `unit/${u}`),
  ...f.people.map((p) => `person/${p}`),
  ...f.places.map((p) => `place/${p}`),
  ...f.campaigns.map((c) => `campaign/${c}`),
  ...f.callouts.map((c) => `callout/${c}`),
  ...f.proposals.map((p) => `proposal/${p}`),
  ...f.records.map((r) => `record/${r}`),
  ...f.warnings.map((w) => `warning/${w}`),
]

/** Each list as it is, and with each value of each filter that is known here; each once as CSV. */
function listsOf(f: Found): string[] {
  const { lane } = f
  return f.lists.flatMap((def) => {
    const path = `/lists/${def.list}`
    const needs: Query = { district: COUNTY }
    if (def.list === 'lines') needs.proposal = f.proposals[0]
    if (def.list === 'summonses') needs.callout = f.callouts[0]
    if (def.needs.some((n) => n.includes('proposal')) && !f.proposals[0]) return []
    if (def.needs.some((n) => n.includes('callout')) && !f.callouts[0]) return []
    const known: Record<string, readonly (string | undefined)[]> = {
      area: [villageCode(1)],
      unit: ['U1'],
      person: f.people,
      holder: f.people,
      place: f.places,
      subject: f.places,
      campaign: f.campaigns,
      callout: f.callouts,
      proposal: f.proposals,
      rule: [f.gap?.rule],
    }
    const own = def.filters.some((x) => x.key === 'district') ? needs : {}
    return [
      url(path, { ...own, lane, limit: 200 }),
      url(path, { ...own, lane, format: 'csv' }),
      ...def.sorts.slice(1).map((s) => url(path, { ...own, lane, sort: s.key, limit: 200 })),
      ...def.filters.flatMap(({ key, choices }) =>
        (choices ?? known[key] ?? []).flatMap((value) => {
          const { callout, ...rest } = own
          const given = def.list === 'summonses' && key === 'person' ? rest : { ...rest, callout }
          return value === undefined ? [] : [url(path, { ...given, [key]: value, lane, limit: 200 })]
        }),
      ),
    ]
  })
}

/** Every question that can be asked of a lane: of each GET route of the description those that what is there fills in. */
export async function questionsOf(app: FastifyInstance, scene: Scene, lane: string, now: Date): Promise<string[]> {
  const description = (await app.inject('/api/openapi.json')).json() as { paths: Record<string, { get?: unknown }> }
  const routes = Object.entries(description.paths).flatMap(([path, ways]) =>
    ways.get ? [path.replace('/api/v1', '')] : [],
  )
  const unknown = routes.filter((route) => !NO_ANSWER.has(route) && !ASK[route])
  if (unknown.length > 0) throw new Error(`not asked, and not said to be no answer: ${unknown.join(', ')}`)
  const found = await foundIn(app, scene, lane, now)
  return routes.flatMap((route) => ASK[route]?.(found) ?? [])
}

async function foundIn(app: FastifyInstance, { db }: Scene, lane: string, now: Date): Promise<Found> {
  const lists = (await app.inject('/api/v1/lists')).json().items as ListDef[]
  return db.read(async (tx) => {
    const ids = async (query: string) => (await tx.unsafe<{ id: string }[]>(query)).map((r) => r.id)
    const mine = `lane = '${lane}'`
    const campaigns = await ids(`select id from campaign where ${mine} order by id`)
    const ofMine = `campaign in (select id from campaign where ${mine})`
    const [gap] = await tx.unsafe<{ subject: string; rule: string; starts: Date }[]>(
      `select subject, rule, starts from requirement where ${ofMine} and gap_since is not null order by rule, subject limit 1`,
    )
    return {
      lane,
      lists,
      campaigns,
      callouts: await ids(`select id from callout where ${mine} order by id`),
      proposals: await ids(`select id from proposal where ${ofMine} order by id limit 3`),
      records: await ids(`select id from record where ${mine} order by id limit 5`),
      hazards: await ids(`select id from hazard where ${mine} order by id limit 5`),
      warnings: await ids(`select id from warning where ${mine} order by id`),
      people: await ids(
        `select id from person where code in ('P1-1', 'P1-3', 'P1-4', 'P1-5', 'P2-4', 'PC-1') order by id`,
      ),
      places: await ids(`select id from place where code in ('S01', 'S02', 'S05', 'H1-01') order by id`),
      units: await ids(`select id from unit where code in ('UC', 'UA', 'U1') order by id`),
      gap: gap ?? null,
      now,
    }
  })
}

/** The answers to these questions, by question: its status, and its body as it was sent. */
export async function answersTo(app: FastifyInstance, questions: readonly string[]): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  for (const question of questions) {
    const answer = await app.inject(`/api/v1${question}`)
    const binary = String(answer.headers['content-type']).includes('tile')
    answers.set(question, `${answer.statusCode} ${binary ? answer.rawPayload.toString('base64') : answer.body}`)
  }
  return answers
}
