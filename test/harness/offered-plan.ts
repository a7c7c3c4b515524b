import type { FastifyInstance } from 'fastify'
import { beforeEach, expect } from 'vitest'
import type { z } from 'zod'
import type { RowPage } from '../../src/apps/client/lists.ts'
import type { DecidedShape, PlanEffectShape } from '../../src/apps/client/plans.ts'
import { COUNTY } from './county.ts'
import { useScene } from './scene.ts'
import { serve } from './serve.ts'

export type LinePage = z.input<typeof RowPage>
type PlanEffectTold = z.input<typeof PlanEffectShape>
export type LineRow = LinePage['items'][number]

/** A scene in which a plan waits for a yes, and what a coordinator asks and does of it over HTTP. */
export function useOfferedPlan() {
  const scene = useScene()
  let app: FastifyInstance

  beforeEach(async () => {
    app = await serve({ db: scene.db, clock: scene.world.clock })
  })

  async function ask<T>(method: 'GET' | 'POST', path: string, payload?: object, key?: string) {
    const headers = key ? { 'idempotency-key': key } : {}
    const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.json() as T }
  }
  const get = async <T>(path: string) => (await ask<T>('GET', path)).body
  const query = (of: Record<string, string>) => new URLSearchParams(of).toString()
  const lines = (proposal: string, filter: Record<string, string> = {}) =>
    get<LinePage>(`/lists/lines?${query({ district: COUNTY, proposal, limit: '200', ...filter })}`)
  const effect = (proposal: string, filter: Record<string, string> = {}) =>
    get<PlanEffectTold>(`/districts/${COUNTY}/proposals/${proposal}/effect?${query(filter)}`)
  const decide = async (proposal: string, what: 'accept' | 'refuse', payload?: object, key?: string) =>
    (
      await ask<z.input<typeof DecidedShape>>(
        'POST',
        `/districts/${COUNTY}/proposals/${proposal}/${what}`,
        payload,
        key,
      )
    ).body
  const ref = (row: LineRow | undefined, column: string) => row?.cells[column] as { id: string; name: string }
  const code = (row: LineRow | undefined, column: string) => scene.county.code(ref(row, column).id)
  const pair = (row: LineRow) => `${code(row, 'place')} ${row.cells.rule} ${code(row, 'holder')} ${row.cells.starts}`
  const next = (node: string, tree = 'area') =>
    get<{
      proposals: { id: string; names: Record<string, string>; duties: number; people: number; within: unknown }[]
    }>(`/board/next?${query({ node, tree })}`)

  /** The dam of village 1 is asked for at level II, and the plan for it waits. */
  async function offer(): Promise<string> {
    await scene.warn([1], { severity: 'Severe' })
    return offered()
  }
  async function offered(): Promise<string> {
    const open = await scene.rows<{ id: string }>('proposal', "state = 'open'")
    expect(open).toHaveLength(1)
    return open[0]?.id ?? ''
  }

  return { scene, app: () => app, ask, get, lines, effect, decide, ref, code, pair, next, offer, offered }
}
