import { CERTAINTIES, isOver, SEVERITIES, URGENCIES, type Warning, type WarningInfo } from './model.ts'

type Overall = Pick<
  Warning,
  | 'events'
  | 'categories'
  | 'urgency'
  | 'severity'
  | 'certainty'
  | 'effective'
  | 'onset'
  | 'expires'
  | 'headlines'
  | 'clear'
>

/** What lists say of a message as a whole: of its infos that are not over, or of all where every one is. */
export function overall(all: readonly WarningInfo[]): Overall {
  const running = all.filter((info) => !isOver(info))
  const infos = running.length > 0 ? running : all
  const times = (of: (info: WarningInfo) => Date | null) =>
    infos
      .map(of)
      .filter((t) => t !== null)
      .map(Number)
  const [starts, onsets, ends] = [times((i) => i.effective), times((i) => i.onset), times((i) => i.expires)]
  const headlines = all.toReversed().map((i) => [i.language, i.headline ?? i.event] as const) // the first one stays
  return {
    events: [...new Set(all.map((i) => i.event))],
    categories: [...new Set(all.flatMap((i) => i.categories))],
    urgency: URGENCIES.find((u) => infos.some((i) => i.urgency === u)) ?? null,
    severity: SEVERITIES.find((s) => infos.some((i) => i.severity === s)) ?? null,
    certainty: CERTAINTIES.find((c) => infos.some((i) => i.certainty === c)) ?? null,
    effective: starts.length > 0 ? new Date(Math.min(...starts)) : null,
    onset: onsets.length > 0 ? new Date(Math.min(...onsets)) : null,
    expires: ends.length > 0 && ends.length === infos.length ? new Date(Math.max(...ends)) : null,
    headlines: Object.fromEntries(headlines),
    clear: all.length > 0 && running.length === 0,
  }
}
