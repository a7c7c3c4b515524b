import { Tooltip } from '@mantine/core'
import type { z } from 'zod'
import type { LaneShape } from '../../client/live.ts'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './shell.module.css'
import type { Stretch } from './span.ts'

export type Mark = z.output<typeof LaneShape>['marks'][number]

/** What happened at a mark, in words, with its moment. */
export function useMarkWords(): (mark: Mark) => string {
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
  marks: readonly Mark[]
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
      {marks
        .filter((m) => m.at.getTime() >= part.from && m.at.getTime() <= part.to)
        .map((m) => (
          <Tooltip key={`${m.kind} ${m.id} ${m.at.toISOString()}`} label={words(m)}>
            <button
              type="button"
              tabIndex={-1}
              aria-hidden="true"
              className={`${classes.tick} ${TICKS[m.kind] ?? ''}`}
              style={{ left: `${((m.at.getTime() - part.from) / length) * 100}%` }}
              onClick={() => go(m.at)}
            />
          </Tooltip>
        ))}
    </div>
  )
}

const TICKS: Partial<Record<string, string | undefined>> = {
  warning: classes.tickWarning,
  hazard: classes.tickHazard,
}
