import { MINUTE } from '../../../base/clock.ts'
import { type Html, html } from './html.ts'
import type { Lang } from './words.ts'

const LOCALE = { en: 'en-GB', zh: 'zh-CN' } as const

export function number(n: number, lang: Lang): string {
  return new Intl.NumberFormat(LOCALE[lang]).format(n)
}

/** A share as a percentage, rounded down: only what is whole is shown as 100 %. */
export function percent(share: number): string {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)}%`
}

/** A moment by the clocks of the place, `offset` minutes east of Greenwich; the year only where it is another than now's. */
export function moment(at: Date, now: Date, offset: number, lang: Lang): Html {
  const local = (date: Date) => new Date(date.getTime() + offset * MINUTE)
  const text = new Intl.DateTimeFormat(LOCALE[lang], {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(local(at).getUTCFullYear() === local(now).getUTCFullYear() ? {} : { year: 'numeric' as const }),
  }).format(local(at))
  return html`<time datetime="${at.toISOString()}">${text}</time>`
}

/** A bar of shares of `whole`, side by side; the figures stand beside it as text. Drawn in SVG, since styles in a page are forbidden. */
export function bar(parts: readonly { kind: string; n: number }[], whole: number): Html {
  let x = 0
  const rects = parts.map(({ kind, n }) => {
    const width = whole > 0 ? (100 * n) / whole : 0
    const rect = html`<rect class="${kind}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="1"/>`
    x += width
    return rect
  })
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/>${rects}</svg>`
}
