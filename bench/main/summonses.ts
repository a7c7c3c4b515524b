import { HOUR } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { insertSummonses } from '../../src/domain/callouts/store.ts'
import { toCall } from '../../src/domain/gaps/calling.ts'
import type { OpenCampaign } from '../../src/domain/gaps/model.ts'
import { campaignsOpen } from '../../src/domain/playbooks/store.ts'
import type { Figure } from '../harness/figure.ts'
import { percentile, timed } from '../harness/timing.ts'
import { analyze, DISTRICT, LONG_AGO } from './county.ts'

const PEOPLE = 1_000_000
const ROUNDS = 3

/**
 * The statement of the call step, from a million requirements and the duties that meet them to a summons a person, held
 * against the same rows copied into an equal table. The two take turns, and the middle of their times is compared.
 */
export const summonses: Figure = {
  figure: '1,000,000 summonses persisted on PostgreSQL',
  unit: '×',
  aim: 3,
  measure: (kit) =>
    kit.server(async (db) => {
      const people = kit.sized(PEOPLE)
      const now = new Date()
      kit.tell('requirements and duties')
      const campaign = await db.write(now, (tx) => require(tx, now, people))
      await analyze(db)
      await db.write(now, (tx) => tx`create table bare (like summons including all)`)
      const ours: number[] = []
      const bare: number[] = []
      for (let round = 1; round <= ROUNDS; round++) {
        kit.tell(`round ${round} of ${ROUNDS}`)
        ours.push(await callAll(db, now, campaign, people))
        bare.push(await copyAll(db, now))
      }
      const [value, against] = [percentile(ours, 0.5), percentile(bare, 0.5)]
      return {
        value: value / against,
        against: {
          what: 'insert … select * of the same rows into an equal table',
          value: against / 1000,
          unit: 's',
          ratio: value / against,
        },
        sizes: { people, duties: people, requirements: people, seconds: value / 1000, rounds: ROUNDS },
      }
    }),
}

/**
 * A campaign in which everybody answers for one place. The statement reads requirements, duties and summonses alone, so
 * nothing else is made. Ids rise as those of imports do; who answers for which place is strewn over all of them.
 */
async function require(tx: Tx, now: Date, people: number): Promise<OpenCampaign> {
  const id = (prefix: string, n: ReturnType<Tx>) =>
    tx`(${prefix} || '-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  await tx`insert into area (code, district, level, kind, name, path) values (${DISTRICT}, ${DISTRICT}, 0, 'county', 'Poyang', ${[DISTRICT]})`
  await tx`
    insert into campaign (district, id, lane, playbook, version, level, starts)
    select ${DISTRICT}, ${newId(now)}, ${ACTUAL}, id, version, 'II', ${now} from playbook where id = 'flood'`
  await tx`
    insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
      changed_at, backfilled)
    select ${DISTRICT}, ${id('01900003', tx`n`)}, 'place', ${id('01900001', tx`n`)}, 'helper', true, 'person',
      ${id('01900002', tx`n::bigint * 7919 % ${people}::int`)}, ${LONG_AGO}, ${now}, 'import:bench', ${now}, true
    from generate_series(0, ${people}::int - 1) n`
  const [campaign] = await campaignsOpen(tx, DISTRICT, ACTUAL)
  if (!campaign) throw new Error('the campaign is not open')
  await tx`
    insert into requirement (district, subject, campaign, rule, starts, area, role, needed, risk, held, counted)
    select ${DISTRICT}, ${id('01900001', tx`n`)}, ${campaign.id}, 'household-helper', ${now}, ${DISTRICT}, 'helper', 1, 0.7, 1, 1
    from generate_series(0, ${people}::int - 1) n`
  return campaign
}

async function callAll(db: Db, now: Date, campaign: OpenCampaign, people: number): Promise<number> {
  await db.write(now, (tx) => tx`truncate summons`)
  const callout = {
    district: DISTRICT,
    id: newId(now),
    campaign: campaign.id,
    lane: ACTUAL,
    startedAt: now,
    reason: 'bench',
  }
  const until = new Date(now.getTime() + 2 * HOUR)
  const { ms, done } = await timed(() =>
    db.write(now, (tx) => insertSummonses(tx, callout, toCall(tx, now, campaign, { until, since: null, waiting: [] }))),
  )
  if (done !== people) throw new Error(`${done} were called, not ${people}`)
  return ms
}

async function copyAll(db: Db, now: Date): Promise<number> {
  await db.write(now, (tx) => tx`truncate bare`)
  return (await timed(() => db.write(now, (tx) => tx`insert into bare select * from summons`))).ms
}
