import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import type { Point } from './curve-table.tsx'
import classes from './subject.module.css'

const HEIGHT_PX = 220
/** What stands below the curve is whole minutes, quarters and hours. */
const TICKS_S = [60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]

/** Heard, coming, there over time, out of all who were called: three lines, each below the one before. */
export function CurveChart({ curve, called }: { curve: readonly Point[]; called: number }) {
  const { say, lang } = useWords()
  const format = useFormat()
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize<HTMLDivElement>()
  const pane = useRef<HTMLDivElement>(null)
  const told = `${say('callout.curve')}: ${(['heard', 'coming', 'there'] as const)
    .map((key) => `${say(`call.${key}`)} ${format.number(curve.at(-1)?.[key] ?? 0)}`)
    .join(', ')} / ${format.number(called)}`

  // Drawn anew with the scheme, whose colours it reads, and with the language.
  useEffect(() => {
    if (!pane.current || width === 0) return
    const style = getComputedStyle(pane.current)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    // While nobody points at a moment, the legend tells of the last.
    const last = curve.at(-1)
    const line = (key: 'heard' | 'coming' | 'there', name: string, more: Partial<UPlot.Series> = {}): UPlot.Series => ({
      label: say(`call.${key}`),
      stroke: colour(name),
      width: 2,
      points: { show: false },
      value: (_, pointed) => {
        const n = pointed ?? last?.[key] ?? 0
        return `${format.number(n)} (${format.share(n / called)})`
      },
      ...more,
    })
    const axis: UPlot.Axis = {
      stroke: colour('--quiet'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: `12px ${style.fontFamily}`,
    }
    const chart = new UPlot(
      {
        width,
        height: HEIGHT_PX,
        cursor: { y: false },
        scales: { y: { range: [0, called] } },
        axes: [
          { ...axis, incrs: TICKS_S, values: (_, seconds) => seconds.map((s) => format.time(new Date(s * 1000))) },
          { ...axis, values: (_, ns) => ns.map((n) => format.number(n)), size: 56 },
        ],
        series: [
          {
            value: (_, pointed) => {
              const at = pointed === null ? last?.at : new Date(pointed * 1000)
              return at ? format.moment(at) : ''
            },
            label: say('field.at'),
          },
          line('heard', '--unknown', { dash: [4, 3] }),
          line('coming', '--mantine-primary-color-filled'),
          line('there', '--there', { fill: `color-mix(in srgb, ${colour('--there')} 20%, transparent)` }),
        ],
      },
      [
        curve.map((p) => p.at.getTime() / 1000),
        curve.map((p) => p.heard),
        curve.map((p) => p.coming),
        curve.map((p) => p.there),
      ],
      pane.current,
    )
    return () => chart.destroy()
  }, [curve, called, width, scheme, lang])

  return (
    <div ref={ref} className={classes.chart} role="img" aria-label={told}>
      <div ref={pane} />
    </div>
  )
}
