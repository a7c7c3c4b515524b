import { expect } from 'vitest'
import { COUNTY, villageCode } from './county.ts'
import type { Scene } from './scene.ts'

/** Who is asked, and by what. */
export interface Asking {
  scene: Scene
  get<T>(path: string, query: Record<string, string>): Promise<T>
}

/** What was seen of a moment: rows under a key, and of what kind they are. */
export type Taken = Map<string, { kind: string; rows: Map<string, Cells> }>

type Json = undefined | null | string | number | boolean | Json[] | { [key: string]: Json }
type Cells = Record<string, Json>
export interface Row {
  id: string
  cells: Cells
}
export interface Listed {
  items: Row[]
  next: string | null
}
/** What is read here of answers, each as it comes. */
export interface Progress {
  counts: Record<string, number>
  endedAt: string | null
  curve: Json[]
}
export interface Board {
  total: Cells & { late: number }
  rules: Record<'required' | 'unheld' | 'late', number>[]
  campaigns: Json
  below: Json
  gaps: Cells[]
}
interface Overview {
  callouts: Cells[]
  campaigns: Json
  warnings: Cells[]
}
interface Page {
  what?: { key: string; value: Json }[]
  about: { key: string; n: number }[]
  state: Json
  answers: Cells[]
  missing: Cells[]
}

export const LISTS = [
  'gaps',
  'places',
  'people',
  'units',
  'duties',
  'absences',
  'records',
  'warnings',
  'campaigns',
  'callouts',
  'proposals',
  'acts',
]

/** What was not kept of a moment: the past tells what was shown then, or nothing. */
const OR_NOTHING: Readonly<Record<string, readonly string[]>> = {
  // When a shift was to end, once it was called off; of a duty that was ended sooner.
  gaps: ['ends'],
  duties: ['ends'],
  answers: ['ends'],
  missing: ['ends'],
  // How much of a plan that waited was still to be given.
  proposals: ['duties', 'people', 'metres'],
  proposal: ['people', 'metres', 'rule', 'load'],
  // How far the ladder was.
  summonses: ['step', 'tries', 'nextAt', 'unreachable', 'handedTo'],
  // Why it ended, and what was asked of it.
  warnings: ['reason', 'cause', 'asks'],
  warning: ['reason', 'cause'],
}
/** Told of the past by another rule: since when it was required, not since when it was a gap. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = { gaps: ['since'], missing: ['since'] }

/** A row of now and the same of then: the same in each column, but for what was not kept, which is the same or nothing. */
export function expectSameRow(what: string, now: Record<string, Json>, then: Record<string, Json>, kind: string): void {
  for (const [key, value] of Object.entries(now)) {
    if (OTHERWISE[kind]?.includes(key)) continue
    if (OR_NOTHING[kind]?.includes(key.split(' ')[0] ?? key) && (then[key] ?? null) === null) continue
    expect.soft(then[key], `${what}: ${key}`).toEqual(value)
  }
}

/** Everything that is looked at of one moment, by a key. */
export async function takeMoment({ get, scene }: Asking, at: string | null): Promise<Taken> {
  const then = at ? { at } : ({} as Record<string, string>)
  const taken: Taken = new Map()
  const keep = (key: string, kind: string, rows: readonly (readonly [string, Record<string, Json>])[]) =>
    taken.set(key, { kind, rows: new Map(rows) })
  for (const list of LISTS) {
    const { items } = await get<Listed>(`/lists/${list}`, { district: COUNTY, limit: '200', ...then })
    keep(
      list,
      list,
      items.map((r) => [r.id, r.cells]),
    )
  }
  for (const { id } of await scene.rows<{ id: string }>('callout')) {
    const { items = [] } = await get<Partial<Listed>>('/lists/summonses', {
      district: COUNTY,
      callout: id,
      limit: '200',
      ...then,
    })
    keep(
      `summonses ${id}`,
      'summonses',
      items.map((r) => [r.id, r.cells]),
    )
    const progress = await get<Progress>(`/districts/${COUNTY}/callouts/${id}/progress`, then)
    if (items.length > 0)
      keep(`progress ${id}`, 'progress', [
        ['', { counts: progress.counts, ended: progress.endedAt, curve: progress.curve.at(-1) }],
      ])
  }
  for (const node of [COUNTY, villageCode(1)]) {
    const { total, rules, campaigns, below, gaps } = await get<Board>('/board', { node, ...then })
    keep(`board ${node}`, 'board', [['', { total, rules: nothingLeftOut(rules), campaigns, below }]])
    keep(
      `board gaps ${node}`,
      'gaps',
      gaps.map((g) => [`${g.subject} ${g.rule} ${g.starts}`, g]),
    )
  }
  const { callouts, campaigns, warnings } = await get<Overview>('/overview', { area: COUNTY, ...then })
  keep('overview', 'overview', [
    [
      '',
      {
        campaigns,
        warnings: warnings.map((w) => [w.id, w.state]),
        callouts: callouts.map((c) => [c.id, c.counts, c.endedAt]),
      },
    ],
  ])
  for (const path of await pagesOf(scene)) {
    const page = await get<Page>(`/subjects/${path}`, then)
    if (!page.what) continue
    const facts = Object.fromEntries(page.what.map((f) => [f.key, f.value]))
    const about = Object.fromEntries(page.about.map((a) => [a.key, a.n]))
    keep(path, path.split('/')[0] ?? '', [['', { ...facts, ...about, state: page.state }]])
    keep(
      `${path} answers`,
      'answers',
      page.answers.map((a) => [String(a.duty), a]),
    )
    keep(
      `${path} missing`,
      'missing',
      page.missing.map((g) => [`${g.subject} ${g.rule} ${g.starts}`, g]),
    )
    const { items } = await get<{ items: Cells[] }>(`/subjects/${path}/history`, { limit: '200', ...then })
    keep(
      `${path} history`,
      'history',
      items.map((e) => [String(e.id), e]),
    )
  }
  return taken
}

/** A rule that has come to nothing is left out of a list or stands in it with zeros, which is the same. */
const nothingLeftOut = (rules: Board['rules']) => rules.filter((r) => r.required + r.unheld + r.late > 0)

async function pagesOf(scene: Scene): Promise<string[]> {
  const ids = async (table: string, where = 'true') => (await scene.rows<{ id: string }>(table, where)).map((r) => r.id)
  const people = ['P1-3', 'P1-4'].map((code) => `person/${scene.id(code)}`)
  return [
    ...people,
    ...['S01', 'S02'].map((code) => `place/${scene.id(code)}`),
    `unit/${scene.id('U1')}`,
    `area/${villageCode(1)}`,
    ...(await ids('campaign')).map((id) => `campaign/${id}`),
    ...(await ids('callout')).slice(0, 2).map((id) => `callout/${id}`),
    ...(await ids('proposal')).slice(0, 2).map((id) => `proposal/${id}`),
    ...(await ids('warning')).map((id) => `warning/${id}`),
  ]
}
