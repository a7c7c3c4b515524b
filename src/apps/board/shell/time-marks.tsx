import { Tooltip } from '@mantine/core'
import type { z } from 'zod'
import type { LaneShape } from '../../client/live.ts'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './shell.module.css'
import type { Stretch } from './span.ts'

export type TimeMark = z.output<typeof LaneShape>['marks'][number]

/** What happened at a mark, in words, with its moment. */
export function useMarkWords(): (mark: TimeMark) => string {
  const { say, lang } = useWords()
  const format = useFormat()
  const terms = useTerms()
  return (mark) => {
    const name = mark.says[lang] ?? Object.values(mark.says)[0] ?? ''
    const playbook = mark.playbook ? terms.playbook(mark.playbook) : ''
    const level = mark.level ? terms.level(mark.level) : ''
    const what = {
      warning: () => say('time.mark.warning', { name: name || playbook }),
      campaign: () => say('time.mark.campaign', { playbook, level }),
      level: () => say('time.mark.level', { playbook, level }),
      end: () => say('time.mark.end', { playbook }),
      callout: () => say('time.mark.callout', { n: mark.n ?? 0 }),
      hazard: () => say('time.mark.hazard', { hazard: mark.hazard ? sayCode(say, 'hazard', mark.hazard) : name }),
    }[mark.kind]()
    return `${format.moment(mark.at)} · ${what}`
  }
}

interface TimeMarksProps {
  marks: readonly TimeMark[]
  part: Stretch
  go: (at: Date) => void
}

/**
 * What happened in the stretch that is shown, each as a mark to click on. By keyboard one steps from event to event beside the
 * bar: forty more tab stops would stand in the way of everything below.
 */
export function TimeMarks({ marks, part, go }: TimeMarksProps) {
  const words = useMarkWords()
  const length = Math.max(1, part.to - part.from)
  return (
    <div className={classes.marks}>
      {clustersIn(marks, part).map(([first, ...more]) => (
        <Tooltip
          key={`${first.kind} ${first.id} ${first.at.toISOString()}`}
          label={[first, ...more].slice(0, TOLD).map(words).join('\n')}
          style={{ whiteSpace: 'pre' }}
        >
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            className={`${classes.tick} ${TICKS[([first, ...more].find((m) => TICKS[m.kind]) ?? first).kind] ?? ''}`}
            style={{ left: `${((first.at.getTime() - part.from) / length) * 100}%` }}
            onClick={() => go(first.at)}
          />
        </Tooltip>
      ))}
    </div>
  )
}

/** Of marks that stand together so many are told. */
const TOLD = 6
/** Marks nearer to one another than this share of the bar are one to click on. */
const TOGETHER = 1 / 60

/** The marks of a stretch, oldest first, those together that could not be told apart by a finger. */
function clustersIn(marks: readonly TimeMark[], { from, to }: Stretch): [TimeMark, ...TimeMark[]][] {
  const clusters: [TimeMark, ...TimeMark[]][] = []
  for (const mark of marks) {
    const at = mark.at.getTime()
    if (at < from || at > to) continue
    const last = clusters.at(-1)
    if (last && at - last[0].at.getTime() < (to - from) * TOGETHER) last.push(mark)
    else clusters.push([mark])
  }
  return clusters
}

const TICKS: Partial<Record<string, string | undefined>> = {
  warning: classes.tickWarning,
  hazard: classes.tickHazard,
}
