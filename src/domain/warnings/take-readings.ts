import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { auditAll } from '../audit/store.ts'
import type { Severity } from '../playbooks/model.ts'
import { believe, type GaugeMemory } from './believe.ts'
import { type Crossing, crossings, type StationLevel } from './crossings.ts'
import { type Gauge, gaugesOf, saveVerdicts, saveWatch, takeWatch } from './gauge-store.ts'
import type { Reading } from './gauges.ts'
import { OUR_CODES } from './geocodes.ts'
import { keepWarnings, laneKey } from './keep.ts'
import type { Warning, WarningRef } from './model.ts'

/** What a district's watch remembers between two readings. `last` is the message that each gauge's next one refers to. */
interface Watch {
  memories: Map<string, GaugeMemory>
  levels: Map<string, StationLevel>
  last: Map<string, WarningRef>
}

export interface ReadingsTaken {
  believed: number
  doubted: number
  crossings: Crossing[]
}

/**
 * Takes gauge readings in: each is kept and judged, and a gauge whose level is believed to have changed sends a warning
 * of its own, which then goes the way of every other. `severityOf` says which severity means a level, since the playbook
 * that answers decides that. Readings of gauges that are not known are left out.
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
    const watch = revive(await takeWatch(tx, district, lane))
    const known = readings.filter((r) => byName.has(r.station))
    const judged = believe(known, new Map(gauges.map((g) => [g.name, g.rules])), watch.memories)
    const crossed = crossings(judged.verdicts, gauges, watch.levels)
    await saveVerdicts(
      tx,
      district,
      lane,
      judged.verdicts.map((v) => ({ ...v, code: byName.get(v.reading.station)?.code ?? '' })),
    )
    const heard = crossed.crossings.flatMap((crossing) => {
      const gauge = byName.get(crossing.station)
      const warning = gauge && warningOf(gauge, crossing, watch.last.get(gauge.name) ?? null, lane, severityOf)
      if (!gauge || !warning) return []
      if (crossing.level === null) watch.last.delete(gauge.name)
      else watch.last.set(gauge.name, warning)
      return [{ gauge, crossing, message: { lane, warning } }]
    })
    for (const [gauge, own] of Map.groupBy(heard, (h) => h.gauge)) {
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
    if (heard.length > 0) await ask(tx, lane, EVERYWHERE, 'warn', now)
    const last = new Map(
      [...watch.last].map(([name, { sender, identifier, sent }]) => [name, { sender, identifier, sent }]),
    )
    await saveWatch(tx, district, lane, {
      memories: [...judged.memories],
      levels: [...crossed.levels],
      last: [...last],
    })
    const doubted = judged.verdicts.filter((v) => v.verdict === 'doubted').length
    return { believed: judged.verdicts.length - doubted, doubted, crossings: crossed.crossings }
  })
}

/** The warning that a crossing is: an Alert, an Update of the gauge's last one, or its Cancel. */
function warningOf(
  gauge: Gauge,
  c: Crossing,
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
    sent: c.at,
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

/** The watch as it came back from JSON: instants are texts there. */
function revive(state: unknown): Watch {
  const s = (state ?? { memories: [], levels: [], last: [] }) as Record<keyof Watch, [string, never][]>
  const reading = (r: { station: string; at: string; cm: number }): Reading => ({ ...r, at: new Date(r.at) })
  type Raw = { station: string; at: string; cm: number }[]
  return {
    memories: new Map(
      s.memories.map(([k, m]: [string, { believed: Raw; waiting: Raw }]) => [
        k,
        { believed: m.believed.map(reading), waiting: m.waiting.map(reading) },
      ]),
    ),
    levels: new Map(
      s.levels.map(([k, l]: [string, { level: string | null; below: Raw }]) => [
        k,
        { level: l.level, below: l.below.map(reading) },
      ]),
    ),
    last: new Map(
      s.last.map(([k, ref]: [string, { sender: string; identifier: string; sent: string }]) => [
        k,
        { ...ref, sent: new Date(ref.sent) },
      ]),
    ),
  }
}
