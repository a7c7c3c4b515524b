import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { BoardShape } from '../../client/picture.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { ShareBar } from '../ui/share.tsx'
import { StateMark } from '../ui/state.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Kind = z.output<typeof BoardShape>['total']['kinds'][number]
type Way = 'nobody' | 'few' | 'late' | 'not-agreed' | 'not-there' | 'not-heard'

/**
 * How sure it is that what is required of one kind of place is done: named, said yes, there and heard in time, each as so many of
 * so many and as a share; and beside each what is wanting, which opens exactly those rows.
 */
export function KindSureness({ of, lists }: { of: Kind; lists: boolean }) {
  const { say } = useWords()
  const format = useFormat()
  const playbook = usePlaybookWords()
  const title = playbook.word(of.kind)
  const steps = [
    {
      key: 'named',
      n: of.required - of.unheld,
      m: of.required,
      wanting: [
        { way: 'nobody', n: of.nobody },
        { way: 'few', n: of.unheld - of.nobody },
      ],
    },
    { key: 'agreed', n: of.agreed, m: of.required, wanting: [{ way: 'not-agreed', n: of.required - of.agreed }] },
    { key: 'there', n: of.arrived, m: of.required, wanting: [{ way: 'not-there', n: of.required - of.arrived }] },
    {
      key: 'heard',
      n: of.heard,
      m: of.expected,
      wanting: [
        { way: 'late', n: of.late },
        { way: 'not-heard', n: of.expected - of.heard },
      ],
    },
  ] as const
  return (
    <section className={classes.sure} aria-label={title}>
      <div className={classes.sureHead}>
        <b>{title}</b> <span className={classes.quiet}>{say('sure.required', { count: of.required })}</span>
      </div>
      <ShareBar counts={of} />
      <dl className={classes.steps}>
        {steps
          .filter(({ m }) => m > 0)
          .map(({ key, n, m, wanting }) => (
            <div key={key} className={classes.step}>
              <dt>{say(`sure.${key}`)}</dt>
              <dd>{say('sure.of', { n: format.number(n), m: format.number(m) })}</dd>
              <dd className={classes.per}>{format.share(n / m)}</dd>
              <dd className={classes.wanting}>
                {wanting
                  .filter((w) => w.n > 0)
                  .map(({ way, n: open }) => (
                    <Wanting key={way} kind={of.kind} way={way} n={open} lists={lists} />
                  ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

/** So many that are not sure in one way: a link to them, where one looks inside a district. */
function Wanting({ kind, way, n, lists }: { kind: string; way: Way; n: number; lists: boolean }) {
  const { say } = useWords()
  const state = way === 'nobody' ? 'unheld' : way === 'few' || way === 'late' ? way : null
  const told = (
    <>
      {state && <StateMark state={state} named={false} />} {say(`sure.${way}`, { count: n })}
    </>
  )
  if (!lists) return <span>{told}</span>
  return (
    <Anchor component={Link} to={'/lists/gaps' as never} search={{ sure: way, placeKind: kind } as never} size="xs">
      {told}
    </Anchor>
  )
}
