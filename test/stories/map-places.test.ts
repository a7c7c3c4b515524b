import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

describe('where a node is', () => {
  const extent = async (query: string) => (await app.inject(`/api/v1/map/extent?${query}`)).json()

  test('an area is where its border or its places are, a unit where its area is', async () => {
    const [w, s, e, n] = (await extent(`node=${villageCode(1)}`)).bbox
    expect([w, s, e, n].map((v) => Math.round(v * 1000) / 1000)).toEqual([116.6, 29, 116.62, 29.02])
    expect((await extent('node=36')).bbox).toEqual((await extent(`node=${COUNTY}`)).bbox)
    expect((await extent(`tree=unit&node=${scene.id('U1')}`)).bbox).toEqual([w, s, e, n])
    expect(await extent('node=99')).toMatchObject({ code: 'AREA_UNKNOWN' })
  })

  test('without a node it is where one begins to look', async () => {
    expect(await extent('')).toEqual(await extent(`node=${COUNTY}`))
    expect(await extent('tree=unit')).toEqual(await extent(`tree=unit&node=${scene.id('U36')}`))
  })
})

describe('drawing on the map', () => {
  const draw = async (w: number, s: number, e: number, n: number, more = {}) => {
    const polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    }
    return (
      await app.inject({
        method: 'POST',
        url: `/api/v1/districts/${COUNTY}/places/within`,
        payload: { polygon, ...more },
      })
    ).json()
  }

  test('counts what lies inside by kind and state, and lists it page by page', async () => {
    await scene.warn([1])
    const all = await draw(116.6, 29, 116.62, 29.02)
    expect(all.counts.household.n).toBe(20)
    expect(all.counts['dam-section']).toMatchObject({ n: 4, unheld: 4 })
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await draw(116.6, 29, 116.62, 29.02, { kinds: ['household'], limit: 7, ...(after ? { after } : {}) })
      expect(Object.keys(page.counts)).toEqual(['household'])
      seen.push(...page.items.map((i: { name: string }) => i.name))
      if (page.next === null) break
      after = page.next
    }
    expect(new Set(seen).size).toBe(20)
    expect(seen).toHaveLength(20)
  })

  test('a line that only passes through is inside; an empty drawing has nothing', async () => {
    expect((await draw(116.6035, 29.001, 116.6036, 29.003)).items).toMatchObject([{ name: 'S01', kind: 'dam-section' }])
    expect(await draw(116.7, 29.1, 116.71, 29.11)).toEqual({ counts: {}, items: [], next: null })
  })
})

describe('the base map', () => {
  test('is sent in ranges from the file that was named, and missed by name where there is none', async () => {
    expect((await app.inject('/api/v1/base.pmtiles')).json()).toMatchObject({ code: 'BASEMAP_MISSING' })
    expect((await app.inject('/api/v1/map')).json()).toMatchObject({ basemap: false })
    const folder = mkdtempSync(join(tmpdir(), 'muster-base-'))
    try {
      const basemap = join(folder, 'base.pmtiles')
      writeFileSync(basemap, 'PMTiles0123456789')
      const server = await serve({ db: scene.db, clock: scene.world.clock, basemap })
      const ask = (range?: string) => server.inject({ url: '/api/v1/base.pmtiles', headers: range ? { range } : {} })
      expect((await server.inject('/api/v1/map')).json()).toMatchObject({ basemap: true })
      expect((await ask()).payload).toBe('PMTiles0123456789')
      const part = await ask('bytes=7-9')
      expect([part.statusCode, part.payload, part.headers['content-range']]).toEqual([206, '012', 'bytes 7-9/17'])
      expect((await ask('bytes=-3')).payload).toBe('789')
      expect((await ask('bytes=50-')).statusCode).toBe(416)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
