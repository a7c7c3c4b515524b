import { DAY, durationMs, HOUR, MINUTE, SECOND } from '../../base/clock.ts'

/** How times and distances are written in a playbook, and said to people. */
export type Lang = 'en' | 'zh'

const UNITS = [
  { ms: DAY, names: ['d', 'day', 'days'], en: 'day', zh: '天' },
  { ms: HOUR, names: ['h', 'hour', 'hours'], en: 'hour', zh: '小时' },
  { ms: MINUTE, names: ['min', 'minute', 'minutes'], en: 'minute', zh: '分钟' },
  { ms: SECOND, names: ['s', 'second', 'seconds'], en: 'second', zh: '秒' },
]

/** Milliseconds in `30 min`, `8 h`, `2 days` or ISO 8601's `PT30M`; null if it is none, or no time at all. */
export function readDuration(text: string): number | null {
  const [, digits, name] = /^(\d{1,6})\s*([a-z]+)$/.exec(text.trim()) ?? []
  const unit = UNITS.find((u) => u.names.includes(name ?? ''))
  const ms = unit ? Number(digits) * unit.ms : durationMs(text.trim())
  return ms !== null && ms > 0 && Number.isSafeInteger(ms) ? ms : null
}

/** Metres in `500 m` or `1.5 km`; null if it is neither, or no distance at all. A bare number has no unit to trust. */
export function readDistance(text: string): number | null {
  const [, digits, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s*(m|km)$/.exec(text.trim()) ?? []
  const metres = unit ? Number(digits) * (unit === 'km' ? 1000 : 1) : 0
  return metres > 0 ? metres : null
}

/** Milliseconds from midnight to `07:00`; null if it is no time of day. */
export function readTimeOfDay(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours && minutes ? Number(hours) * HOUR + Number(minutes) * MINUTE : null
}

/** `30 minutes`, `8小时`: in the largest unit that leaves nothing over. */
export function sayDuration(ms: number, lang: Lang): string {
  const unit = UNITS.find((u) => ms >= u.ms && ms % u.ms === 0)
  const n = unit ? ms / unit.ms : ms / SECOND
  if (lang === 'zh') return `${n}${unit?.zh ?? '秒'}`
  return `${n} ${unit?.en ?? 'second'}${n === 1 ? '' : 's'}`
}

/** `500 m`, `1.5 km`, `10公里`. */
export function sayDistance(metres: number, lang: Lang): string {
  if (lang === 'zh') return metres < 1000 ? `${metres}米` : `${metres / 1000}公里`
  return metres < 1000 ? `${metres} m` : `${metres / 1000} km`
}

/** `07:00`, from milliseconds after midnight. */
export function sayTimeOfDay(ms: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor((ms % DAY) / HOUR))}:${two(Math.floor((ms % HOUR) / MINUTE))}`
}
