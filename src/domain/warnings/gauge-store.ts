import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { GaugeRules, Verdict } from './believe.ts'
import type { GaugeStation } from './gauges.ts'

/** A gauge as it is kept: `code` names it in readings' rows, `name` in the files that come from it. */
export interface Gauge extends GaugeStation {
  code: string
  rules: GaugeRules
  /** Codes of the areas that its water warns. */
  warns: string[]
}

export async function saveGauges(tx: Tx, district: string, gauges: Gauge[]): Promise<void> {
  await tx`
    insert into gauge (district, code, name, at, thresholds, rules, warns)
    select ${district}, g.code, g.name, st_setsrid(st_point((g.position ->> 0)::float8, (g.position ->> 1)::float8), 4326),
      g.thresholds, g.rules, array(select jsonb_array_elements_text(g.warns))
    from jsonb_to_recordset(${JSON.stringify(gauges)}::text::jsonb)
      as g (code text, name text, position jsonb, thresholds jsonb, rules jsonb, warns jsonb)
    on conflict (district, code) do update set name = excluded.name, at = excluded.at, thresholds = excluded.thresholds,
      rules = excluded.rules, warns = excluded.warns`
}

export async function gaugesOf(tx: Tx, district: string): Promise<Gauge[]> {
  return tx<Gauge[]>`
    select code, name, array[st_x(at), st_y(at)] as position, thresholds, rules, warns from gauge
    where district = ${district} order by code`
}

/** Why a reading counts for nothing that was kept before its clock was looked at; no verdict of believe.ts is called so. */
const AHEAD = 'ahead of the clock'

/** The moment of the last reading of each gauge, by its code; those ahead of `latest` are none, nor those found so before. */
export async function latestRead(tx: Tx, district: string, lane: string, latest: Date): Promise<Map<string, Date>> {
  const found = await tx<{ gauge: string; at: Date }[]>`
    select gauge, max(at) as at from reading
    where district = ${district} and lane = ${lane} and at <= ${latest} and reason <> ${AHEAD} group by gauge`
  return new Map(found.map(({ gauge, at }) => [gauge, at]))
}

/**
 * Marks readings that are kept and lie ahead of `latest`: without that they would silence their gauge when their time has come
 * (primary key, a range of each gauge). A true one of the same moment takes its place then.
 */
export async function disbelieveAhead(
  tx: Tx,
  district: string,
  lane: string,
  { gauges, latest }: { gauges: string[]; latest: Date },
): Promise<void> {
  await tx`
    update reading set verdict = 'doubted', reason = ${AHEAD}
    where district = ${district} and lane = ${lane} and gauge = any(${gauges}::text[]) and at > ${latest}
      and reason <> ${AHEAD}`
}

/** The state of a district's watch, locked until the transaction ends: readings are judged one batch after another. */
export async function takeWatch(tx: Tx, district: string, lane: string): Promise<unknown> {
  await tx`insert into gauge_watch (district, lane, state) values (${district}, ${lane}, 'null') on conflict do nothing`
  const [row] = await tx<{ state: unknown }[]>`
    select state from gauge_watch where district = ${district} and lane = ${lane} for update`
  return row?.state ?? null
}

export async function saveWatch(tx: Tx, district: string, lane: string, state: unknown): Promise<void> {
  await tx`
    update gauge_watch set state = ${JSON.stringify(state)}::text::jsonb where district = ${district} and lane = ${lane}`
}

const VERDICT = { n: 'int', code: 'text', at: 'timestamptz', cm: 'float8', verdict: 'text', reason: 'text' } as const

/** Keeps readings with what is believed of them; a doubted one that another confirms later is marked so. */
export async function saveVerdicts(
  tx: Tx,
  district: string,
  lane: string,
  verdicts: (Verdict & { code: string })[],
): Promise<void> {
  const judged = verdicts.map(({ code, reading, verdict, reason }, n) => ({ n, code, ...reading, verdict, reason }))
  await tx`
    insert into reading (district, lane, gauge, at, cm, verdict, reason)
    select distinct on (code, at) ${district}, ${lane}, code, at, cm, verdict, reason
    from ${rows(tx, judged, VERDICT)}
    order by code, at, n desc
    on conflict (district, lane, gauge, at) do update set verdict = excluded.verdict, reason = excluded.reason`
}
