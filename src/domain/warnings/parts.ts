import { HOUR } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { answers } from '../playbooks/answers.ts'
import type { Playbook } from '../playbooks/model.ts'
import { levelOf } from '../playbooks/rules-at.ts'
import { infoDoubt } from './doubts.ts'
import { isOver, type Warning, type WarningInfo } from './model.ts'

/** What a message asks of a playbook: a level in one of its areas, until an end of its own. */
export interface Part {
  playbook: string
  version: number
  level: string
  /** Which of the message's areas; null: its infos name none, and nobody can be called. */
  area: number | null
  begins: Date
  expires: Date | null
  /** Only a headline speaks of it, or its words turn its meaning round: it waits for somebody's yes. */
  asked: boolean
}

/**
 * Where an onset is farther off, the zone begins so long before it. People are called from when a warning is received, which
 * is before the water by design: to find a holder for every place takes hours. But an outlook for next week calls nobody today.
 */
const AHEAD_MS = 72 * HOUR

/** A message asks for no more zones; one that would is set aside. */
const MOST_PARTS = 1_000

/**
 * What a message asks of each playbook that answers one of its infos. An info that is over, or past its end, asks for
 * nothing. Infos of the same level, area and times are one part: so a message in three languages calls once. `ours` is what a
 * coordinator said of what is in doubt: null, nothing yet. `like` are the playbooks of what it takes the place of, after a yes
 * to a message whose event no playbook knows.
 */
export function partsOf(
  warning: Pick<Warning, 'infos' | 'status'>,
  playbooks: readonly Playbook[],
  now: Date,
  ours: boolean | null,
  like: readonly string[] = [],
): Part[] {
  const running = warning.infos.filter((info) => !isOver(info) && (info.expires === null || info.expires > now))
  const parts = playbooks.flatMap((playbook) => {
    const told = running.flatMap((info) => {
      const by = answers(playbook, info) ?? (ours === true && like.includes(playbook.id) ? 'event' : null)
      const sure = by === 'event' && infoDoubt(warning, info) === null
      return by === null ? [] : [{ info, asked: !sure && ours !== true }]
    })
    const sure = told.filter((t) => !t.asked).flatMap((t) => partsFor(playbook, t.info, now, false))
    const unsure =
      ours === false ? [] : told.filter((t) => t.asked).flatMap((t) => partsFor(playbook, t.info, now, true))
    // What an event says in one language, a headline need not be asked about in another. The first of each key stays.
    return [...new Map([...sure, ...unsure].toReversed().map((part) => [keyOf(part), part])).values()].toReversed()
  })
  if (parts.length > MOST_PARTS) {
    const wants = `at most ${MOST_PARTS}`
    throw new MusterError('CAP_BAD_VALUE', { field: 'info', value: `${parts.length} levels, areas and ends`, wants })
  }
  return parts
}

function partsFor(playbook: Playbook, info: WarningInfo, now: Date, asked: boolean): Part[] {
  const onset = info.onset ?? info.effective
  const begins = new Date(Math.max(now.getTime(), (onset?.getTime() ?? 0) - AHEAD_MS))
  const areas = info.areas.length > 0 ? info.areas : [null]
  const { id, version } = playbook
  const level = levelOf(playbook, info.severity)
  return areas.map((area) => ({ playbook: id, version, level, area, begins, expires: info.expires, asked }))
}

function keyOf({ level, area, begins, expires }: Part): string {
  return `${level} ${area} ${begins.getTime()} ${expires?.getTime()}`
}
