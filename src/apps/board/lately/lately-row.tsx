import { Button, Progress, Text } from '@mantine/core'
import { MINUTE } from '../../../base/clock.ts'
import type { LatelyRow } from '../api/lately.ts'
import { Moment } from '../ui/moment.tsx'
import { useFormat } from '../words/use-format.ts'
import { hasWord, sayCode, useWords } from '../words/words.ts'
import classes from './lately.module.css'

/** Acts whose size is people; of the others it is duties. */
const OF_PEOPLE = /^(warning|callout|summons|unit)\./

/** One act: when, who, what, how much, why; and the way back from it, or how far that is. */
export function LatelyItem({ row, now, undo }: { row: LatelyRow; now: Date; undo: ((name: string) => void) | null }) {
  const { say } = useWords()
  const done = sayCode(say, hasWord('lately', row.act) ? 'lately' : 'did', row.act)
  const what = row.name ? `${done} · ${row.name}` : done
  const left = row.undoUntil ? Math.ceil((row.undoUntil.getTime() - now.getTime()) / MINUTE) : 0
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <Text size="sm" fw={600} component="h3" m={0}>
          {done}
          {row.count !== null && (
            <Text span size="sm" c="var(--quiet)" className="figure">
              {' · '}
              {say(OF_PEOPLE.test(row.act) ? 'lately.people' : 'lately.duties', { count: row.count })}
            </Text>
          )}
        </Text>
        <Text size="xs" c="var(--quiet)">
          <Moment at={row.at} />
        </Text>
      </div>
      {row.name && <Text size="sm">{row.name}</Text>}
      <Text size="xs" c="var(--quiet)">
        {say('lately.by', { who: row.by ?? say('lately.console') })}
      </Text>
      {row.reason && (
        <Text size="sm" className={classes.reason}>
          {say('lately.reason', { reason: row.reason })}
        </Text>
      )}
      {row.undo && <UndoneSoFar undo={row.undo} what={what} />}
      {undo && row.undoUntil && left > 0 && (
        <div className={classes.back}>
          <Button
            size="compact-sm"
            className={classes.undo}
            onClick={() => undo(what)}
            aria-label={say('lately.undo.which', { what })}
          >
            {say('lately.undo')}
          </Button>
          <Text size="xs" c="var(--quiet)">
            {say('lately.left', { count: left })}
          </Text>
        </div>
      )}
    </li>
  )
}

/** How far an undo is, and what could not be as it was. */
function UndoneSoFar({ undo, what }: { undo: NonNullable<LatelyRow['undo']>; what: string }) {
  const { say } = useWords()
  const format = useFormat()
  const { total, restored, lost, aside, told, done } = undo
  const so = [
    restored > 0 && say('lately.restored', { n: format.number(restored) }),
    lost > 0 && say('lately.lost', { count: lost }),
    aside > 0 && say('lately.aside', { count: aside }),
    told > 0 && say('lately.told', { count: told }),
  ].filter((part) => part !== false)
  const text = say('lately.undoing', { done: format.number(restored + lost), total: format.number(total) })
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        {done ? say('lately.undone') : text}
      </Text>
      {!done && total > 0 && (
        <Progress value={(100 * (restored + lost)) / total} size="sm" aria-label={`${what}: ${text}`} />
      )}
      {so.length > 0 && <Text size="xs">{so.join(' · ')}</Text>}
    </div>
  )
}
