import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { auditAll } from '../audit/store.ts'
import type { Severity } from '../playbooks/model.ts'
import { believe } from './believe.ts'
import { type Crossing, crossings } from './crossings.ts'
import { tellClocks } from './gauge-clocks.ts'
import { disbelieveAhead, type Gauge, gaugesOf, saveVerdicts, saveWatch, takeWatch } from './gauge-store.ts'
import { latestTime, revivedWatch, storedWatch, withoutAhead } from './gauge-watch.ts'
import type { Reading } from './gauges.ts'
import { OUR_CODES } from './geocodes.ts'
import { keepWarnings, laneKey } from './keep.ts'
import type { Warning, WarningRef } from './model.ts'

export interface ReadingsTaken {
  believed: number
  doubted: number
  crossings: Crossing[]
  /** Refused, by station, for they lie ahead of when they came in (GAUGE_AHEAD); oldest first. */
  ahead: Map<string, Reading[]>
}

/**
 * Takes gauge readings in: each is kept and judged, and a gauge whose level is believed to have changed sends a warning
 * of its own, which then goes the way of every other. `severityOf` says which severity means a level, since the playbook
 * that answers decides that. Readings of gauges that are not known are left out, and those with a time that is not yet: a
 * logger whose clock is wrong counts for nothing, raises nothing and is shown with the faults.
 */
export async function takeReadings(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  lane: string,
  readings: Reading[],
  severityOf: (level: string) => Severity,
): Promise<ReadingsTaken> {
  return db.write(now, async (tx) => {
    const gauges = await gaugesOf(tx, district)
    const byName = new Map(gauges.map((g) => [g.name, g]))
    const latest = latestTime(now)
    await disbelieveAhead(tx, district, lane, { gauges: gauges.map((g) => g.code), latest })
    const watch = withoutAhead(revivedWatch(await takeWatch(tx, district, lane)), latest)
    const all = readings.filter((r) => byName.has(r.station))
    const known = all.filter((r) => r.at <= latest)
    const ahead = Map.groupBy(
      all.filter((r) => r.at > latest),
      (r) => r.station,
    )
    const heard = new Set(all.map((r) => r.station))
    await tellClocks(tx, now, lane, { heard: gauges.filter((g) => heard.has(g.name)), ahead })
    const judged = believe(known, new Map(gauges.map((g) => [g.name, g.rules])), watch.memories)
    const crossed = crossings(judged.verdicts, gauges, watch.levels)
    await saveVerdicts(
      tx,
      district,
      lane,
      judged.verdicts.map((v) => ({ ...v, code: byName.get(v.reading.station)?.code ?? '' })),
    )
    const sent = crossed.crossings.flatMap((crossing) => {
      const gauge = byName.get(crossing.station)
      // Within what clocks may differ a reading is ahead still; its warning is sent now, and not later.
      const dated = { ...crossing, sent: crossing.at < now ? crossing.at : now }
      const warning = gauge && warningOf(gauge, dated, watch.last.get(gauge.name) ?? null, lane, severityOf)
      if (!gauge || !warning) return []
      if (crossing.level === null) watch.last.delete(gauge.name)
      else watch.last.set(gauge.name, warning)
      return [{ gauge, crossing, message: { lane, warning } }]
    })
    for (const [gauge, own] of Map.groupBy(sent, (h) => h.gauge)) {
      const from = { source: `gauge ${gauge.code}`, raw: JSON.stringify(own.map((h) => h.crossing)) }
      const kept = await keepWarnings(
        tx,
        now,
        from,
        own.map((h) => h.message),
      )
      await auditAll(tx, now, actor, {
        district,
        lane,
        act: 'gauge.cross',
        each: own.flatMap(({ crossing, message }) => {
          const subject = kept.get(laneKey(message))
          const detail = { gauge: gauge.code, from: crossing.from, to: crossing.level, cm: crossing.reading.cm }
          return subject ? [{ subject, detail }] : []
        }),
      })
    }
    if (sent.length > 0) await ask(tx, lane, EVERYWHERE, 'warn', now)
    const next = { memories: judged.memories, levels: crossed.levels, last: watch.last }
    await saveWatch(tx, district, lane, storedWatch(next))
    const doubted = judged.verdicts.filter((v) => v.verdict === 'doubted').length
    return { believed: judged.verdicts.length - doubted, doubted, crossings: crossed.crossings, ahead }
  })
}

/** The warning that a crossing is: an Alert, an Update of the gauge's last one, or its Cancel. */
function warningOf(
  gauge: Gauge,
  c: Crossing & { sent: Date },
  last: WarningRef | null,
  lane: string,
  severityOf: (level: string) => Severity,
): Warning | null {
  if (c.level === null && last === null) return null
  const severity = c.level === null ? null : severityOf(c.level)
  const metres = (c.reading.cm / 100).toFixed(2)
  const headlines = {
    'en-US': `Flood: ${gauge.name} at ${metres} m, level ${c.level}`,
    'zh-CN': `洪水：${gauge.name}水位${metres}米，${c.level}级`,
  }
  return {
    version: '1.2',
    sender: `gauge@${gauge.code}`,
    identifier: `${gauge.code}-${c.at.toISOString()}-${c.level ?? 'none'}`,
    sent: c.sent,
    status: lane === ACTUAL ? 'Actual' : 'Exercise',
    msgType: c.level === null ? 'Cancel' : last ? 'Update' : 'Alert',
    scope: 'Public',
    references: last ? [{ sender: last.sender, identifier: last.identifier, sent: last.sent }] : [],
    incidents: [],
    infos:
      c.level === null
        ? []
        : Object.entries(headlines).map(([language, headline]) => ({
            language,
            headline,
            event: 'Flood',
            categories: ['Met'],
            responses: [],
            urgency: 'Immediate',
            severity: severity ?? 'Unknown',
            certainty: 'Observed',
            effective: null,
            onset: null,
            expires: null,
            senderName: gauge.name,
            description: null,
            instruction: null,
            eventCodes: [],
            stale: false,
            areas: [0],
          })),
    areas: c.level === null ? [] : [{ shape: null, mend: 'none', geocodes: codesOf(gauge), areaDescs: [] }],
    events: c.level === null ? [] : ['Flood'],
    categories: c.level === null ? [] : ['Met'],
    urgency: c.level === null ? null : 'Immediate',
    severity,
    certainty: c.level === null ? null : 'Observed',
    effective: null,
    onset: null,
    expires: null,
    clear: false,
    headlines: c.level === null ? {} : headlines,
    area: null,
    geocodes: c.level === null ? [] : codesOf(gauge),
    areaDescs: [],
    signed: false,
    notes: [],
  }
}

const codesOf = (gauge: Gauge) => gauge.warns.map((value) => ({ valueName: OUR_CODES, value }))
