import { useBoard } from '../api/board.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Moment } from '../ui/moment.tsx'
import { StateMark } from '../ui/state.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

/** What was missing at a moment past, gravest first: to be read, since nothing of it can be mended any more. */
export function PastGaps() {
  const { say } = useWords()
  const words = usePlaybookWords()
  const board = useBoard()
  return (
    <Loaded query={board}>
      {({ gaps, campaigns }) => {
        if (gaps.length === 0) return <Empty says={say('next.calm.past')} />
        const playbookOf = new Map(campaigns.map((c) => [c.id, c.playbook]))
        return (
          <ul className={classes.list}>
            {gaps.map((gap) => (
              <li key={`${gap.subject} ${gap.rule} ${gap.starts.toISOString()}`} className={classes.item}>
                <StateMark
                  state={!gap.kinds.includes('unheld') ? 'late' : gap.held === 0 ? 'unheld' : 'few'}
                  size={18}
                />
                <span className={classes.what}>
                  <SubjectLink kind="place" id={gap.subject} name={gap.place} />
                </span>
                <span className={classes.why}>
                  {words.rule(playbookOf.get(gap.campaign) ?? '', gap.rule)} ·{' '}
                  {!gap.kinds.includes('unheld')
                    ? say('next.late')
                    : gap.held === 0
                      ? say('next.nobody')
                      : say('next.few', { n: gap.held, m: gap.needed })}{' '}
                  · <Moment at={gap.since} />
                </span>
              </li>
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}
