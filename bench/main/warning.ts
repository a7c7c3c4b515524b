import type { County } from '../../src/apps/demo/model.ts'
import { householdJob } from '../../src/apps/demo/rows.ts'
import { realGear } from '../../src/apps/gear.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { applyImport } from '../../src/domain/imports/actions.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import type { Figure } from '../harness/figure.ts'
import { timed } from '../harness/timing.ts'
import { analyze, BENCH, countyOf, DISTRICT, LONG_AGO, settle } from './county.ts'

const HOUSEHOLDS = 100_000
const HOUSEHOLDS_EACH = 20

/**
 * From the bytes of a CAP message over a whole county to the commit of the last summons, by the steps of the engine:
 * warn, require, plan (every household has its helper, so it finds nothing open), call. What follows is told, not counted:
 * ladders climbed, messages out, counts rolled up. Held against the rows that these steps write, written bare.
 */
export const warning: Figure = {
  figure: 'a warning over 100,000 households of 5,000 holders → all summonses persisted, embedded',
  unit: 's',
  aim: 5,
  measure: (kit) =>
    kit.embedded(async (db) => {
      const county = countyOf(kit.sized(HOUSEHOLDS))
      const now = new Date()
      kit.tell('the county, its people and its households')
      await settle(db, now, county, ['areas', 'units', 'people'])
      await applyImport(db, now, BENCH, [householdJob(county, 0, county.households.count)])
      kit.tell('its helpers')
      await db.write(now, (tx) => giveHelpers(tx, now))
      await analyze(db)
      // The import has asked for a look at what is required; it finds no campaign.
      await runDue(
        db,
        ACTUAL,
        now,
        realGear(() => {}),
      )

      kit.tell('the warning')
      const stepsMs: Record<string, number> = {}
      let calledAt = 0
      const gear = realGear(
        () => {},
        (step, _district, ms) => {
          stepsMs[step] = Math.round((stepsMs[step] ?? 0) + ms)
          if (step === 'call' && calledAt === 0) calledAt = performance.now()
        },
      )
      const xml = capOver(county, now)
      const began = performance.now()
      const { warnings } = readCap(xml)
      await takeWarnings(db, now, BENCH, { lane: ACTUAL, source: 'bench', warnings, raw: xml })
      await runDue(db, ACTUAL, now, gear)
      const seconds = (calledAt - began) / 1000

      const counts = await db.read(countRows)
      if (
        counts.required !== county.households.count ||
        counts.open !== 0 ||
        counts.summonses !== Math.ceil(counts.required / HOUSEHOLDS_EACH)
      ) {
        throw new Error(`not what was to be measured: ${JSON.stringify(counts)}`)
      }
      const bare = await bareInsert(db, now)
      return {
        value: seconds,
        against: {
          what: 'insert … select of the same requirements and summonses into equal tables',
          value: bare,
          unit: 's',
          ratio: seconds / bare,
        },
        sizes: {
          households: counts.required,
          holders: counts.summonses,
          duties: counts.duties,
          people: county.members.length,
          areas: county.areas.length,
          stepsMs,
        },
      }
    }),
}

/** A standing helper for every household: so many households each, in the order of their codes. */
async function giveHelpers(tx: Tx, now: Date): Promise<void> {
  await tx`
    insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
      changed_at, backfilled)
    select ${DISTRICT}, gen_random_uuid(), 'place', h.id, 'helper', true, 'person', p.id, ${LONG_AGO}, ${now},
      'import:bench', ${now}, true
    from (select id, (row_number() over (order by code) - 1) / ${HOUSEHOLDS_EACH}::int as n from place where kind = 'household') h
      join (select id, row_number() over (order by code) - 1 as n from person) p using (n)`
}

/** A warning for a box round all of the county's households; CAP writes latitude first. */
export function capOver({ households: { lon, lat } }: County, now: Date, severity = 'Severe'): string {
  const [west, east] = [lon.reduce((a, b) => Math.min(a, b)), lon.reduce((a, b) => Math.max(a, b))]
  const [south, north] = [lat.reduce((a, b) => Math.min(a, b)), lat.reduce((a, b) => Math.max(a, b))]
  const ring = `${south},${west} ${south},${east} ${north},${east} ${north},${west} ${south},${west}`
  const sent = `${now.toISOString().slice(0, 19)}-00:00`
  return `<?xml version="1.0" encoding="UTF-8"?>
    <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
      <identifier>bench-${severity}</identifier><sender>flood-office@poyang.example</sender><sent>${sent}</sent>
      <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
      <info>
        <category>Met</category><event>Flood</event><urgency>Immediate</urgency><severity>${severity}</severity>
        <certainty>Observed</certainty><area><areaDesc>Poyang</areaDesc><polygon>${ring}</polygon></area>
      </info>
    </alert>`
}

async function countRows(tx: Tx) {
  const [row] = await tx<{ required: number; open: number; summonses: number; duties: number }[]>`
    select (select count(*) from requirement where counted & 1 = 1) as required,
      (select count(*) from requirement where gap_since is not null) as open,
      (select count(*) from summons) as summonses, (select count(*) from duty) as duties`
  return row as NonNullable<typeof row>
}

async function bareInsert(db: Db, now: Date): Promise<number> {
  await db.write(now, async (tx) => {
    await tx`create table bare_requirement (like requirement including all)`
    await tx`create table bare_summons (like summons including all)`
  })
  const { ms } = await timed(() =>
    db.write(now, async (tx) => {
      await tx`insert into bare_requirement select * from requirement`
      await tx`insert into bare_summons select * from summons`
    }),
  )
  return ms / 1000
}
