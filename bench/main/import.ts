import { householdCode } from '../../src/apps/demo/households.ts'
import type { County } from '../../src/apps/demo/model.ts'
import { newId } from '../../src/base/ids.ts'
import type { Db } from '../../src/db/connect.ts'
import { rows } from '../../src/db/rows.ts'
import { applyImport } from '../../src/domain/imports/actions.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { PART } from '../../src/domain/imports/saved.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import type { Figure } from '../harness/figure.ts'
import { timed } from '../harness/timing.ts'
import { analyze, BENCH, countyOf, DISTRICT, settle } from './county.ts'

const PLACES = 300_000

/**
 * A file of households, from its bytes to the commit: read, checked, each found in its village by where it lies, written
 * in one transaction. Held against the same rows, placed already, written by the bare statement in parts of one size.
 */
export const importOfPlaces: Figure = {
  figure: 'import of 300,000 places, embedded',
  unit: 's',
  aim: 60,
  measure: (kit) =>
    kit.embedded(async (db) => {
      const county = countyOf(kit.sized(PLACES))
      const now = new Date()
      kit.tell('the county and the file')
      await settle(db, now, county, ['areas'])
      await analyze(db)
      const file = geojsonOf(county)
      kit.tell('the import')
      const read = await timed(async () => {
        const reading = readPlaces(await readTable(file, { name: 'households.geojson' }), { kind: 'household' })
        return { what: 'places' as const, source: 'households.geojson', reading }
      })
      const written = await timed(() => applyImport(db, now, BENCH, [read.done]))
      const report = written.done[0]
      if (report?.new !== county.households.count) throw new Error(`${report?.new} places were added`)
      kit.tell('the bare statement')
      const bare = await bareInsert(db, now, county)
      const seconds = (read.ms + written.ms) / 1000
      return {
        value: seconds,
        against: {
          what: 'insert … select of the same rows, placed already, into an equal table',
          value: bare,
          unit: 's',
          ratio: seconds / bare,
        },
        sizes: {
          places: report.new,
          areas: county.areas.length,
          fileMb: Math.round(file.length / 1e6),
          part: PART,
          readingS: Math.round(read.ms / 100) / 10,
          writingS: Math.round(written.ms / 100) / 10,
        },
      }
    }),
}

/** The households as another program would export them: a number, how many people, and a point, but no area. */
function geojsonOf({ households, villages }: County): Uint8Array {
  const features = Array.from({ length: households.count }, (_, i) =>
    JSON.stringify({
      type: 'Feature',
      properties: { code: codeOf(households, villages, i), people: households.people[i] },
      geometry: { type: 'Point', coordinates: [households.lon[i], households.lat[i]] },
    }),
  )
  return new TextEncoder().encode(`{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}`)
}

function codeOf(households: County['households'], villages: County['villages'], i: number): string {
  const v = households.village[i] as number
  return householdCode(villages[v]?.code ?? '', i - (households.first[v] as number) + 1)
}

/** Seconds for the bare statement, in one transaction and in the parts that the import sends. */
async function bareInsert(db: Db, now: Date, { households, villages }: County): Promise<number> {
  await db.write(now, (tx) => tx`create table bare (like place including all)`)
  const { ms } = await timed(() =>
    db.write(now, async (tx) => {
      for (let from = 0; from < households.count; from += PART) {
        const part = Array.from({ length: Math.min(PART, households.count - from) }, (_, n) => {
          const i = from + n
          const code = codeOf(households, villages, i)
          const geom = { type: 'Point', coordinates: [households.lon[i], households.lat[i]] }
          return {
            id: newId(now),
            code,
            area: villages[households.village[i] as number]?.code,
            geom,
            people: households.people[i],
          }
        })
        await tx`
          insert into bare (district, id, kind, code, name, area, geom, people)
          select ${DISTRICT}, id, 'household', code, code, area, geom, people
          from ${rows(tx, part, { id: 'uuid', code: 'text', area: 'text', geom: 'geometry', people: 'int' })}`
      }
    }),
  )
  return ms / 1000
}
