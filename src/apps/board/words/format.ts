import { DAY, HOUR, MINUTE, SECOND } from '../../../base/clock.ts'
import type { Lang } from './table.ts'

const LOCALE: Record<Lang, string> = { en: 'en-GB', zh: 'zh-CN' }

/** How numbers, moments and measures are written in one language. */
export interface Format {
  number(n: number): string
  /** A share of 0 to 1 as a percentage, rounded down: what is not whole never shows as 100 %. */
  share(share: number): string
  /** A share that is no larger than this: rounded up, to a tenth. */
  upTo(share: number): string
  /** Day and time, the year only where it is another. */
  moment(at: Date, now?: Date): string
  time(at: Date): string
  day(at: Date): string
  /** A length of time in its two largest units. */
  length(ms: number): string
  distance(metres: number): string
  /** How large a file is. */
  size(bytes: number): string
}

/** One format a language: made once, since an Intl formatter is costly to make. */
export function formatOf(lang: Lang): Format {
  const made = FORMATS.get(lang) ?? makeFormat(lang)
  FORMATS.set(lang, made)
  return made
}

const FORMATS = new Map<Lang, Format>()

/** The same by the clocks of a place, so many minutes east of Greenwich: paper is read there, wherever it was printed. */
export function formatAt(lang: Lang, utcOffset: number): Format {
  return makeFormat(lang, clockOf(utcOffset))
}

/** `+08:00`, `-03:30`: a clock by its offset from UTC. */
export function clockOf(utcOffset: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.abs(utcOffset)
  return `${utcOffset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function makeFormat(lang: Lang, timeZone?: string): Format {
  const locale = LOCALE[lang]
  const number = new Intl.NumberFormat(locale)
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const zone = timeZone === undefined ? {} : { timeZone }
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone })
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone })
  const long = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...zone })
  const kilometres = lang === 'zh' ? '公里' : ' km'
  const unitDisplay = lang === 'zh' ? 'long' : 'short'
  const units = new Map<string, Intl.NumberFormat>()
  const unit = (n: number, name: string) => {
    const made = units.get(name) ?? new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay })
    units.set(name, made)
    return made.format(n)
  }
  const day = (at: Date, now: Date) => (at.getFullYear() === now.getFullYear() ? short : long).format(at)
  return {
    number: (n) => number.format(n),
    share: (s) => `${Math.floor(s * 100 + 1e-9)} %`,
    upTo: (s) => `${tenth.format(Math.ceil(s * 1000 - 1e-9) / 10)} %`,
    moment: (at, now = new Date()) => `${day(at, now)} ${time.format(at)}`,
    time: (at) => time.format(at),
    day: (at) => long.format(at),
    length(ms) {
      const parts: [number, string][] = [
        [Math.floor(ms / DAY), 'day'],
        [Math.floor((ms % DAY) / HOUR), 'hour'],
        [Math.floor((ms % HOUR) / MINUTE), 'minute'],
      ]
      const first = parts.findIndex(([n]) => n > 0)
      if (first < 0) return unit(Math.max(0, Math.floor(ms / SECOND)), 'second')
      return parts
        .slice(first, first + 2)
        .filter(([n]) => n > 0)
        .map(([n, name]) => unit(n, name))
        .join(' ')
    },
    distance: (m) =>
      m < 1000 ? unit(Number(whole.format(m).replaceAll(',', '')), 'meter') : `${tenth.format(m / 1000)}${kilometres}`,
    size: (bytes) =>
      bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${tenth.format(bytes / 1e3)} kB` : `${tenth.format(bytes / 1e6)} MB`,
  }
}

/** Chainage as it stands on the posts of a dam: 12500 m is K12+500. */
export function chainage(metres: number): string {
  const m = Math.round(metres)
  return `K${Math.floor(m / 1000)}+${String(m % 1000).padStart(3, '0')}`
}

/** A name in the reader's language, where the register has one; whichever country's: `zh-CN` will do for `zh`. */
export function nameIn(lang: Lang, of: { name: string; names?: Record<string, string> | undefined }): string {
  const names = of.names ?? {}
  const key = Object.keys(names).find((k) => k === lang || k.startsWith(`${lang}-`))
  return (key !== undefined && names[key]) || of.name
}
